import ts from 'typescript'

export interface Import {
  specifier: string
  /** From 1. */
  line: number
}

/** Every module that a source file names: imports, re-exports, type-only ones, `import('…')` as a call and as a type. */
export function importsOf(file: string, source: string): Import[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  const found: Import[] = []

  function visit(node: ts.Node): void {
    const specifier = specifierOf(node)
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      const { line } = parsed.getLineAndCharacterOfPosition(specifier.getStart(parsed))
      found.push({ specifier: specifier.text, line: line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return found
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0]
  return undefined
}
