import { posix } from 'node:path'
import { importsOf, type Import } from './imports.js'

export interface SourceImport extends Import {
  /** The importing file, relative to the package. */
  file: string
  /** The imported file, relative to the package, when the specifier is a relative one. */
  target: string | undefined
}

/** All imports of a package's sources, given as path (relative to the package) and text. */
export function sourceImports(sources: ReadonlyMap<string, string>): SourceImport[] {
  return [...sources].flatMap(([file, text]) =>
    importsOf(file, text).map((found) => ({ ...found, file, target: targetOf(file, found.specifier) })),
  )
}

function targetOf(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts')
}

/** One chain of imports for each way back to a file that is still being followed: none when there is no cycle. */
export function cycles(imports: readonly SourceImport[]): SourceImport[][] {
  const byFile = importsByFile(imports)
  const done = new Set<string>()
  const found: SourceImport[][] = []

  function follow(file: string, chain: SourceImport[]): void {
    if (done.has(file)) return
    for (const next of byFile.get(file) ?? []) {
      if (next.target === undefined) continue
      const longer = [...chain, next]
      const start = longer.findIndex((link) => link.file === next.target)
      if (start === -1) follow(next.target, longer)
      else found.push(longer.slice(start))
    }
    done.add(file)
  }
  for (const file of byFile.keys()) follow(file, [])
  return found
}

function importsByFile(imports: readonly SourceImport[]): Map<string, SourceImport[]> {
  const byFile = new Map<string, SourceImport[]>()
  for (const one of imports) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one])
  return byFile
}
