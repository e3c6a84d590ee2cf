import { build, type BuildOptions } from 'esbuild'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Peer } from './peers.js'

const folder = fileURLToPath(new URL('..', import.meta.url))

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly engines?: { readonly node?: string }
}

function manifestIn(path: string): Manifest {
  return JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as Manifest
}

/** Where a package finds another, as Node looks for it. */
function findFrom(path: string, name: string): string {
  const found = `${path}/node_modules/${name}`
  if (existsSync(found)) return realpathSync(found)
  if (dirname(path) === path) throw new Error(`${name} is not installed`)
  return findFrom(dirname(path), name)
}

/** The packages that npm would install for it, with everything that they depend on. */
export function countPackages({ packages }: Peer): string {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const name of Object.keys(manifestIn(path).dependencies ?? {})) visit(findFrom(path, name))
  }
  for (const name of packages) visit(findFrom(folder, name))
  return String(seen.size)
}

const ownPackage = ({ name, packages }: Peer): string => packages.at(-1) ?? name.replace(/\/.*/, '')

export function versionOf(peer: Peer): string {
  return manifestIn(findFrom(folder, ownPackage(peer))).version
}

/** As its manifest has it; that of `passport` is not asked. */
export function oldestNode(peer: Peer): string {
  const { node = '' } = manifestIn(findFrom(folder, ownPackage(peer))).engines ?? {}
  return /\d+(?:\.\d+)?/.exec(node)?.[0] ?? 'not said'
}

async function bundle({ program }: Peer, platform: BuildOptions): Promise<Uint8Array> {
  const { outputFiles = [] } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@scopetree/source', 'module'],
    write: false,
    logLevel: 'silent',
    ...platform,
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

/** Fails where anything asks for a module of Node and names no other for where there is none. */
export async function bundlesAnywhere(peer: Peer): Promise<string> {
  return bundle(peer, { platform: 'browser' }).then(
    () => 'yes',
    () => 'no',
  )
}

export async function kilobytes(peer: Peer): Promise<string> {
  const text = await bundle(peer, { platform: 'node' })
  return (gzipSync(text).length / 1000).toFixed(text.length > 30_000 ? 0 : 1)
}

/** Whether it exports anything of such a name. */
export async function exportsOf({ program }: Peer, name: RegExp): Promise<string> {
  const modules = [...program.matchAll(/from '([^']+)'/g)].map(([, path = '']) => import(path) as Promise<object>)
  return (await Promise.all(modules)).flatMap(Object.keys).some((key) => name.test(key)) ? 'yes' : '–'
}
