/** What is wrong with the files of a package as it would be published, given by path. Whatever is well is left out. */
export function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const { exports, imports = {} } = manifestOf(files)
  const missing = [exports, imports].flatMap(targetsOf).filter((target) => !files.has(target.replace(/^\.\//, '')))
  const problems = missing.map((target) => `package.json: "${target}" is not shipped`)
  for (const [path, text] of files) {
    for (const specifier of internalSpecifiers(path, text)) {
      if (path.endsWith('.d.ts')) problems.push(`${path}: "${specifier}" has no declarations`)
      else if (!(specifier in imports)) problems.push(`${path}: "${specifier}" is not in the imports of package.json`)
    }
  }
  return problems
}

interface Manifest {
  readonly exports?: unknown
  readonly imports?: Readonly<Record<string, unknown>>
}

function manifestOf(files: ReadonlyMap<string, string>): Manifest {
  return JSON.parse(files.get('package.json') ?? '{}') as Manifest
}

/** Under whatever conditions, also those that only a tool resolves. */
function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(targetsOf) : []
}

function internalSpecifiers(path: string, text: string): string[] {
  if (!/\.(?:js|d\.ts)$/.test(path)) return []
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*["'](#[^"']+)["']/g)].map(([, specifier = '']) => specifier)
}
