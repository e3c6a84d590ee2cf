import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// publint and attw read the tarball that users would install: only pnpm applies publishConfig, catalog and workspace ranges.
const packages = fileURLToPath(new URL('../packages/', import.meta.url))
const tarballs = mkdtempSync(join(tmpdir(), 'scopetree-'))

try {
  for (const name of readdirSync(packages)) {
    const folder = join(packages, name)
    if (isPublic(folder)) checkPackage(folder, join(tarballs, `${name}.tgz`))
  }
} finally {
  rmSync(tarballs, { recursive: true })
}

function isPublic(folder: string): boolean {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && !('private' in manifest && manifest.private === true)
}

function checkPackage(folder: string, tarball: string): void {
  run('pnpm', ['--dir', folder, 'pack', '--silent', '--out', tarball])
  run('publint', ['run', '--strict', tarball])
  run('attw', ['--profile', 'esm-only', '--no-definitely-typed', '--no-summary', '--format', 'table-flipped', tarball])
}

/** Throws when the command fails, which ends the script with its output above. */
function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'inherit' })
}
