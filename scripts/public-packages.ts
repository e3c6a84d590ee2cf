import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PublicPackage {
  /** As npm knows it. */
  readonly name: string
  readonly folder: string
  /** Of its entries, by subpath, where users find the declarations. */
  readonly types: ReadonlyMap<string, string>
}

const packages = fileURLToPath(new URL('../packages/', import.meta.url))

/** The packages that are published. */
export function publicPackages(): PublicPackage[] {
  return readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name)
    const manifest = readManifest(folder)
    return manifest.private === true ? [] : [{ name: manifest.name, folder, types: typesOf(manifest, folder) }]
  })
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, string | { readonly types?: string }>> }
}

function readManifest(folder: string): Manifest {
  // Each is one of ours.
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function typesOf({ publishConfig }: Manifest, folder: string): ReadonlyMap<string, string> {
  const entries = Object.entries(publishConfig?.exports ?? {})
  return new Map(
    entries.flatMap(([subpath, target]): [string, string][] =>
      typeof target === 'object' && target.types !== undefined ? [[subpath, join(folder, target.types)]] : [],
    ),
  )
}

/** What would be published: only pnpm applies publishConfig, catalog and workspace ranges. */
export function pack({ folder }: PublicPackage, tarball: string): void {
  execFileSync('pnpm', ['--dir', folder, 'pack', '--silent', '--out', tarball], { stdio: 'inherit' })
}
