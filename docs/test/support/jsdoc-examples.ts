import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { exportsOf } from '../../../scripts/declarations.js'
import { publicPackages } from '../../../scripts/public-packages.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const presumed = join(root, 'docs/test/presumed')
const EXAMPLE = /\* @example\b([\s\S]*?)(?=\n *\* @|\*\/)/g

/** What JSDoc shows under `@example`. */
export interface Example {
  /** Where it stands, from the root of the repository. */
  readonly file: string
  /** The folder of its package. */
  readonly package: string
  /** A block, on the very lines that the example has in its file. */
  readonly program: string
}

/** Every example in the packages that are published. */
export function jsdocExamples(): Example[] {
  return publicPackages().flatMap(({ folder }) => {
    const files = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    const sources = files.filter((name) => name.endsWith('.ts')).map((name) => join(folder, 'src', name))
    return sources.flatMap((file) => examplesIn(readFileSync(file, 'utf8'), relative(root, file), basename(folder)))
  })
}

/** The examples in the text of a file. */
export function examplesIn(source: string, file: string, folder: string): Example[] {
  return [...source.matchAll(EXAMPLE)].map(({ index, 1: text = '' }) => {
    const above = source.slice(0, index).replaceAll(/.+/g, '')
    return { file, package: folder, program: `${above}{${text.replaceAll(/^ *\*/gm, '')}\n}` }
  })
}

/**
 * Why examples do not compile, with file and line. Each sees what `presumed/<package>.ts` exports, and may declare the
 * same names anew.
 */
export function problemsIn(examples: readonly Example[]): string[] {
  const program = programOf(examples)
  return examples.flatMap(({ file }, index) => {
    const source = program.getSourceFile(pathOf(index))
    if (source === undefined) throw new Error(`${file}: an example was lost`)
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return diagnostics.map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start)
      return `${file}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    })
  })
}

const pathOf = (index: number): string => join(presumed, `example-${index}.ts`)

function programOf(examples: readonly Example[]): ts.Program {
  // Examples import types and values alike, and only what is put below them here.
  const options = { ...docsOptions(), verbatimModuleSyntax: false }
  const texts = new Map<string, string>()
  const host = hostOf(options, texts)
  const imports = presumedNames(options, host)
  examples.forEach(({ package: name, program }, index) => {
    texts.set(pathOf(index), `${program}\nimport { ${imports.get(name)?.join()} } from './${name}.js'`)
  })
  return ts.createProgram([...texts.keys()], options, host)
}

/** By package, the names that its examples see. */
function presumedNames(options: ts.CompilerOptions, host: ts.CompilerHost): ReadonlyMap<string, readonly string[]> {
  const files = publicPackages().map(({ folder }) => join(presumed, `${basename(folder)}.ts`))
  const program = ts.createProgram(files, options, host)
  return new Map(files.map((file) => [basename(file, '.ts'), exportsOf(file, program).map(({ name }) => name)]))
}

function docsOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'docs/tsconfig.json'), (file) => ts.sys.readFile(file))
  return ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'docs')).options
}

/** Takes `texts` for files, and parses those of the disk once, for both programs. */
function hostOf(options: ts.CompilerOptions, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  return {
    ...disk,
    getSourceFile(file, how) {
      const text = texts.get(file)
      if (text !== undefined) return ts.createSourceFile(file, text, how)
      if (!parsed.has(file)) parsed.set(file, disk.getSourceFile(file, how))
      return parsed.get(file)
    },
  }
}
