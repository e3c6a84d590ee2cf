import { isBuiltin } from 'node:module'
import { cycles, sourceImports, type SourceImport } from './source-graph.js'

export interface Violation {
  file: string
  line: number
  reason: string
}

/** What is wrong with the imports among a package's sources, given as path (relative to the package) and text. */
export function importViolations(packageName: string, sources: ReadonlyMap<string, string>): Violation[] {
  const imports = sourceImports(sources)
  const own = packageName === 'core' ? coreViolations(sources, imports) : adapterViolations(imports)
  return [...own, ...cycleViolations(imports)].toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

/** The parts of core, and which parts each may import. Nobody imports an entry, so no part lists `entry`. */
const directions: Record<string, { parts: readonly string[]; why: string }> = {
  wire: { parts: ['wire'], why: 'wire is the ground that both halves stand on' },
  credentials: { parts: ['credentials', 'wire'], why: 'what its folders share knows none of them' },
  'credentials/passwords': { parts: ['credentials/passwords', 'credentials', 'wire'], why: 'a hash needs no token' },
  'credentials/keys': { parts: ['credentials/keys', 'credentials', 'wire'], why: 'tokens are made of keys' },
  'credentials/tokens': {
    parts: ['credentials/tokens', 'credentials/keys', 'credentials', 'wire'],
    why: 'who only verifies tokens brings no passwords',
  },
  'credentials/login': {
    parts: [
      'credentials/login',
      'credentials/passwords',
      'credentials/tokens',
      'credentials/keys',
      'credentials',
      'wire',
    ],
    why: 'credentials and tree meet only in user code',
  },
  'credentials/fake-issuer': {
    parts: ['credentials/fake-issuer', 'credentials/tokens', 'credentials/keys', 'credentials', 'wire'],
    why: 'credentials and tree meet only in user code',
  },
  tree: {
    parts: ['tree', 'wire'],
    why: 'credentials and tree meet only in user code, so the tree has no dependencies',
  },
  openapi: {
    parts: ['openapi', 'tree', 'wire'],
    why: 'the document is written from the tree, which knows nothing of it',
  },
}

/** Entries gather what the parts export. */
const PARTS = ['entry', ...Object.keys(directions)]

function coreViolations(sources: ReadonlyMap<string, string>, imports: readonly SourceImport[]): Violation[] {
  const homeless = [...sources.keys()]
    .filter((file) => !PARTS.includes(partOf(file)))
    .map((file) => ({ file, line: 1, reason: `belongs to no part of core: ${PARTS.join(', ')}` }))
  return [...homeless, ...violations(imports, coreReason), ...secondBcryptjs(imports)]
}

function coreReason({ file, specifier, target }: SourceImport): string | undefined {
  if (target !== undefined) return directionReason(file, target)
  if (isBuiltin(specifier) && !file.endsWith('.node.ts')) {
    return 'core runs where Node built-ins do not exist; only *.node.ts files import them'
  }
  if (isPackage(specifier, 'jose') && !partOf(file).startsWith('credentials')) {
    return 'jose is for keys and tokens, which live in credentials; elsewhere it would weigh on every bundle'
  }
  if (specifier.startsWith('@scopetree/')) return 'core knows no other package: adapters import core'
  return undefined
}

function directionReason(file: string, target: string): string | undefined {
  if (!target.startsWith('src/')) return 'a source file imports nothing outside its src'
  const to = partOf(target)
  if (to === 'entry') return 'entries are for users: inside, import the file that holds the concept'
  const from = directions[partOf(file)]
  if (from === undefined || from.parts.includes(to)) return undefined
  return `${partOf(file)} imports only ${from.parts.join(' and ')}: ${from.why}`
}

/** bcryptjs can be replaced, and left out of a bundle, as long as one file knows it. */
function secondBcryptjs(imports: readonly SourceImport[]): Violation[] {
  const users = imports.filter((one) => isPackage(one.specifier, 'bcryptjs'))
  const others = users.filter((one) => one.file !== users[0]?.file)
  return others.map((one) => violation(one, `bcryptjs is imported by one file, and ${users[0]?.file} is it`))
}

function adapterViolations(imports: readonly SourceImport[]): Violation[] {
  return violations(imports, ({ target }) => {
    if (target === undefined) return undefined
    if (target === 'src/index.ts') return 'the entry is for users: inside, import the file that holds the concept'
    if (!target.startsWith('src/')) return "an adapter imports its own files and other packages' public entries"
    return undefined
  })
}

function cycleViolations(imports: readonly SourceImport[]): Violation[] {
  return cycles(imports).flatMap((chain) => {
    const [first] = chain
    if (first === undefined) return []
    return {
      file: first.file,
      line: first.line,
      reason: `imports itself: ${[first.file, ...chain.map((link) => link.target)].join(' → ')}`,
    }
  })
}

function violations(
  imports: readonly SourceImport[],
  reasonOf: (one: SourceImport) => string | undefined,
): Violation[] {
  return imports.flatMap((one) => {
    const reason = reasonOf(one)
    return reason === undefined ? [] : violation(one, reason)
  })
}

function violation({ file, line, specifier }: SourceImport, reason: string): Violation {
  return { file, line, reason: `imports "${specifier}": ${reason}` }
}

/** `src/index.ts` and `src/entry/…` are entries; any other file belongs to the folder below src, or below credentials. */
function partOf(file: string): string {
  return file === 'src/index.ts' ? 'entry' : (/^src\/(credentials\/[^/]+(?=\/)|[^/]+)\//.exec(file)?.[1] ?? '')
}

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`)
}
