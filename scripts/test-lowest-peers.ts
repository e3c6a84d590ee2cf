import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lowestOf, type Manifest } from './peer-ranges.js'
import { publicPackages } from './public-packages.js'

// The packages beside the lowest versions of what they want beside them: in a copy of the workspace, as the adapters
// read what frameworks do not document. The tests' own types are those of the newest versions.
const root = fileURLToPath(new URL('../', import.meta.url))
/** What is not copied, as it is of the newest versions or can be made again. */
const MADE = /(?:\.git|node_modules|dist|coverage|\.tsbuildinfo)$/
const copy = mkdtempSync(join(tmpdir(), 'scopetree-lowest-'))

try {
  cpSync(root, copy, { recursive: true, filter: (path) => !MADE.test(basename(path)) })
  const workspace = join(copy, 'pnpm-workspace.yaml')
  writeFileSync(workspace, lowered(readFileSync(workspace, 'utf8')))
  run('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline', '--reporter=silent'])
  run(process.execPath, ['node_modules/typescript-native/bin/tsc', '--build', 'packages/express', 'packages/hono'])
  const tests = ['express', 'hono'].flatMap(testsOf)
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.workspace.ts',
    ...tests,
    'formats/engines.test.ts',
  ])
} finally {
  rmSync(copy, { recursive: true })
}

/** Without the types' tests, which would have those of the others checked as well. */
function testsOf(name: string): string[] {
  const folder = `packages/${name}/test/`
  return readdirSync(join(copy, folder)).flatMap((file) => (file.endsWith('.test.ts') ? [folder + file] : []))
}

/** The catalog, from which every package takes its versions. */
function lowered(yaml: string): string {
  const [settings = '', versions = ''] = yaml.split(/^(?=catalog:$)/m)
  let text = versions
  for (const [name, range] of peers()) {
    const before = text
    text = text.replace(new RegExp(`^( {2}'?${name}'?): .*$`, 'm'), `$1: ${lowestOf(range)}`)
    if (text === before) throw new Error(`"${name}" is not in the catalog of pnpm-workspace.yaml`)
  }
  return settings + text
}

function peers(): Map<string, string> {
  const ranges = publicPackages().flatMap(({ folder }) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return Object.entries(manifest.peerDependencies ?? {})
  })
  return new Map(ranges.filter(([, range]) => !range.startsWith('workspace:')))
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { cwd: copy, stdio: 'inherit' })
}
