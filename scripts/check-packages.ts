import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pack, publicPackages } from './public-packages.js'
import { problemsOf } from './shipped.js'

// The tarball that users would install, read by publint, by attw and by ourselves.
const folder = mkdtempSync(join(tmpdir(), 'scopetree-'))
const tarball = join(folder, 'package.tgz')

try {
  for (const one of publicPackages()) {
    pack(one, tarball)
    run('publint', ['run', '--strict', tarball])
    run('attw', [
      '--profile',
      'esm-only',
      '--no-definitely-typed',
      '--no-summary',
      '--format',
      'table-flipped',
      tarball,
    ])
    const problems = problemsOf(filesOf(tarball))
    if (problems.length > 0) throw new Error(`${one.name}:\n${problems.join('\n')}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}

function filesOf(tarball: string): Map<string, string> {
  const target = mkdtempSync(join(folder, 'files-'))
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
  const paths = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [relative(target, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]))
}

/** Throws when the command fails, which ends the script with its output above. */
function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'inherit' })
}
