import ts from 'typescript'

/** What the declarations of a package say, for whoever reviews a change of it. */
export interface Surface {
  /** By subpath, the names that it exports. */
  readonly entries: ReadonlyMap<string, readonly string[]>
  /** By name, what is declared under it: what an entry exports, and what that mentions. */
  readonly declarations: ReadonlyMap<string, string>
}

const printer = ts.createPrinter({ removeComments: true })

/** Reads the declaration files of a package's entries, given by subpath; all of them lie below `folder`. */
export function surfaceOf(entries: ReadonlyMap<string, string>, folder: string): Surface {
  const program = ts.createProgram([...entries.values()], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    types: ['node'],
  })
  const checker = program.getTypeChecker()
  const found = new Map<ts.Symbol, string>()

  function take(symbol: ts.Symbol): void {
    const declarations = ownDeclarations(symbol, folder)
    if (declarations.length === 0 || found.has(symbol)) return
    found.set(
      symbol,
      declarations.map((one) => printer.printNode(ts.EmitHint.Unspecified, one, one.getSourceFile())).join('\n'),
    )
    for (const declaration of declarations) visit(declaration)
  }

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      if (symbol !== undefined) take(target(symbol, checker))
    }
    ts.forEachChild(node, visit)
  }

  const names = new Map(
    [...entries].map(([subpath, file]) => {
      const exported = exportsOf(file, program)
      for (const symbol of exported) take(target(symbol, checker))
      return [subpath, exported.map(({ name }) => name).toSorted()]
    }),
  )
  const texts = [...found].map(([symbol, text]): [string, string] => [symbol.name, text])
  return { entries: names, declarations: joined(texts) }
}

/** What a file of a program exports. */
export function exportsOf(file: string, program: ts.Program): readonly ts.Symbol[] {
  const source = program.getSourceFile(file)
  const module = source && program.getTypeChecker().getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${file} is no module: is it built?`)
  return program.getTypeChecker().getExportsOfModule(module)
}

function target(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** The statements of the package that declare a symbol: members and parameters stand in the statement around them. */
function ownDeclarations(symbol: ts.Symbol, folder: string): ts.Node[] {
  return (symbol.declarations ?? []).flatMap((declaration) => {
    if (!declaration.getSourceFile().fileName.startsWith(`${folder}/`)) return []
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    return ts.isStatement(node) && ts.isSourceFile(node.parent) ? [node] : []
  })
}

/** Two files may use a name for themselves. */
function joined(texts: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>()
  for (const [name, text] of texts.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    byName.set(name, [byName.get(name) ?? [], text].flat().join('\n'))
  }
  return byName
}
