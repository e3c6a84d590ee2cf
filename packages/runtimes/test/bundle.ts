import { basename } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { fileURLToPath } from 'node:url'

const hosts = new URL('../hosts/', import.meta.url)
/** Inside this package, so that Node, Bun and Deno find the packages that the program imports. */
const out = new URL('../dist/', import.meta.url)

export interface Bundle {
  readonly path: string
  /** The files that are in it, relative to the repository. */
  readonly inputs: readonly string[]
}

/** The checks as a program that imports the built packages where they are. */
export function program(host: string): Promise<Bundle> {
  return bundle(new URL(`${host}.ts`, hosts), { platform: 'neutral', format: 'esm', packages: 'external' })
}

/**
 * The checks and the built packages in one file, as a platform's own bundler makes it.
 *
 * With the platform "browser" esbuild refuses `node:` imports: so this also finds out that core has none.
 */
export function singleFile(host: string, format: 'esm' | 'iife', conditions?: readonly string[]): Promise<Bundle> {
  return bundle(new URL(`${host}.ts`, hosts), { platform: 'browser', format, conditions: [...(conditions ?? [])] })
}

/** A Worker in one file, as Wrangler makes it. */
export function worker(entry: URL, name: string): Promise<Bundle> {
  return bundle(entry, { platform: 'browser', format: 'esm', conditions: ['workerd', 'worker', 'browser'] }, name)
}

async function bundle(entry: URL, options: BuildOptions, name = basename(entry.pathname, '.ts')): Promise<Bundle> {
  const outfile = fileURLToPath(new URL(`${name}.js`, out))
  const { metafile } = await build({
    ...options,
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    target: 'es2022',
    outfile,
    metafile: true,
    logLevel: 'silent',
  })
  return { path: outfile, inputs: Object.keys(metafile?.inputs ?? {}) }
}
