import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const file = fileURLToPath(new URL('./program-of-a-user.ts', import.meta.url))

/** Parsed files, the large ones of TypeScript itself above all, are shared by all editors. */
const documents = ts.createDocumentRegistry()

/** What an editor shows of a program, by the language service of the lowest TypeScript that is supported. */
export interface Editor {
  /** The text that is shown over the first place where `name` stands. */
  hover(name: string): string
  /** Each error, as one text. */
  errors(): string[]
  /** How much work the types of the program make, beyond those of its imports. */
  instantiations(): number
}

export function openInEditor(text: string): Editor {
  const config = ts.readConfigFile(fileURLToPath(new URL('../tsconfig.json', import.meta.url)), (path) =>
    ts.sys.readFile(path),
  )
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const { options } = ts.parseJsonConfigFileContent(config.config, { ...ts.sys, readDirectory: () => [] }, folder)
  const read = (path: string): string | undefined => (path === file ? text : ts.sys.readFile(path))
  const service = ts.createLanguageService(
    {
      getScriptFileNames: () => [file],
      getScriptVersion: (path) => (path === file ? text : '1'),
      getScriptSnapshot: (path) => {
        const content = read(path)
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
      },
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (path) => path === file || ts.sys.fileExists(path),
      readFile: read,
    },
    documents,
  )
  return {
    hover: (name) => ts.displayPartsToString(service.getQuickInfoAtPosition(file, text.indexOf(name))?.displayParts),
    errors: () =>
      service.getSemanticDiagnostics(file).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    instantiations: () => {
      service.getSemanticDiagnostics(file)
      return service.getProgram()?.getInstantiationCount() ?? Number.NaN
    },
  }
}
