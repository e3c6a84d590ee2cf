import { build } from 'esbuild'
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
  return bundle(host, { platform: 'neutral', format: 'esm', packages: 'external' })
}

/**
 * The checks and the built packages in one file, as a platform's own bundler makes it.
 *
 * With the platform "browser" esbuild refuses `node:` imports: so this also finds out that core has none.
 */
export function singleFile(host: string, format: 'esm' | 'iife', conditions: readonly string[] = []): Promise<Bundle> {
  return bundle(host, { platform: 'browser', format, conditions: [...conditions] })
}

async function bundle(host: string, options: Parameters<typeof build>[0]): Promise<Bundle> {
  const outfile = fileURLToPath(new URL(`${host}.js`, out))
  const { metafile } = await build({
    ...options,
    entryPoints: [fileURLToPath(new URL(`${host}.ts`, hosts))],
    bundle: true,
    target: 'es2022',
    outfile,
    metafile: true,
    logLevel: 'silent',
  })
  return { path: outfile, inputs: Object.keys(metafile?.inputs ?? {}) }
}
