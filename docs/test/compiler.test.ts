import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

// What "does not compile" is refused by the very options that the tutorial tells its readers to take.

const docs = fileURLToPath(new URL('../', import.meta.url))
const page = readFileSync(`${docs}start/tutorial.md`, 'utf8')
const [, config = ''] = /^```json\n(\{ "compilerOptions".+\})\n```/m.exec(page) ?? []
const { options } = ts.parseJsonConfigFileContent(
  { ...(JSON.parse(config) as object), files: [] },
  ts.sys,
  docs,
  // The packages of this repository, from their sources.
  { customConditions: ['@scopetree/source'], skipLibCheck: true },
)

const PROGRAMS = [1, 2, 3, 4, 5, 6].map((step) => `tutorial/step-${step}.ts`).concat('quickstart/main.ts')

/** Programs that differ from those of the pages in one place. */
const FAULTY = [
  ['a misspelt scope', 'tutorial/step-5.ts', "security(activeUser, 'items')", "security(activeUser, 'itmes')"],
  ['what the client asked for', 'tutorial/step-6.ts', /grantScopes\(form\.scopes, [^)]*\)/, 'form.scopes'],
] as const

const texts = new Map(
  FAULTY.map(([, path, good, bad], index) => {
    const text = readFileSync(`${docs}examples/${path}`, 'utf8')
    return [`${docs}examples/tutorial/faulty-${index}.ts`, text.replace(good, bad)]
  }),
)
const host = ts.createCompilerHost(options)
host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path)
host.readFile = (path) => texts.get(path) ?? ts.sys.readFile(path)
const paths = PROGRAMS.map((path) => `${docs}examples/${path}`)
const program = ts.createProgram([...paths, ...texts.keys()], options, host)

function problemsIn(path: string): string[] {
  const source = program.getSourceFile(path)
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('the programs of the tutorial compile', () => {
  expect(paths.flatMap(problemsIn)).toEqual([])
})

test.each(FAULTY.map(([name], index) => [name, index] as const))('%s does not', (_, index) => {
  const [path = ''] = [...texts.keys()].slice(index)
  const [, original] = FAULTY[index] ?? []
  expect(texts.get(path)).not.toBe(readFileSync(`${docs}examples/${original}`, 'utf8'))
  expect(problemsIn(path)).toEqual([expect.stringMatching(/is not assignable/)])
})
