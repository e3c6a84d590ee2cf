import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, publicPackages } from './public-packages.js'

// publint and attw read the tarball that users would install.
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
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** Throws when the command fails, which ends the script with its output above. */
function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'inherit' })
}
