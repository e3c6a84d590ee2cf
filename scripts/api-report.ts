import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { surfaceOf, type Surface } from './declarations.js'
import { publicPackages, type PublicPackage } from './public-packages.js'

// One file for each package says what its users see, so that no change of it goes in unread.
const checks = process.argv.includes('--check')

for (const one of publicPackages()) {
  const file = join(one.folder, 'etc', `${one.name.replace('@scopetree/', '')}.api.md`)
  const report = reportOf(one, surfaceOf(one.types, one.folder))
  if (!checks) write(file, report)
  else if (read(file) !== report) fail(file)
}

function reportOf({ name }: PublicPackage, { entries, declarations }: Surface): string {
  const exported = new Set([...entries.values()].flat())
  const texts = (isExported: boolean): string[] =>
    [...declarations].flatMap(([key, text]) => (exported.has(key) === isExported ? [text] : []))
  return [
    `# What \`${name}\` exports`,
    'Written by `pnpm api`: a change of this file is a change for users.',
    ...[...entries].map(([subpath, names]) => `## \`${join(name, subpath)}\`\n\n${names.join(', ')}`),
    ...section('Declarations', texts(true)),
    ...section('Mentioned by them, not exported', texts(false)),
  ].join('\n\n')
}

function section(title: string, declarations: readonly string[]): string[] {
  return declarations.length === 0 ? [] : [`## ${title}\n\n\`\`\`ts\n${declarations.join('\n\n')}\n\`\`\`\n`]
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function write(file: string, report: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, report)
}

function fail(file: string): void {
  console.error(`${file} is not what the package exports. If the change is meant: npm run pnpm -- api`)
  process.exitCode = 1
}
