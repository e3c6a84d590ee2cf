import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** What somebody imports, and what must not come along. */
export interface BundleCase {
  name: string
  program: string
  /** Packages, or how the paths of core's own files begin. */
  forbidden: readonly string[]
}

export interface Bundle {
  minified: number
  gzipped: number
  /** The bytes of each package in it; core's own are `own`. */
  packages: ReadonlyMap<string, number>
  leaks: readonly string[]
}

const dependencies = ['jose', 'bcryptjs', 'valibot', '@noble/hashes']
const pictures = ['src/openapi/', 'src/tree/explain', 'src/tree/mermaid', 'src/tree/tree-of']

export const bundleCases: readonly BundleCase[] = [
  {
    name: 'a tree, without tokens',
    program: `export { anyOf, apiKey, depends, errorResponse, optional, run, security } from '@scopetree/core/tree'`,
    forbidden: [...dependencies, ...pictures, 'src/credentials/', 'src/tree/override.'],
  },
  {
    name: 'a tree, from the one entry',
    program: `export { anyOf, apiKey, depends, errorResponse, optional, run, security } from '@scopetree/core'`,
    forbidden: [...dependencies, ...pictures, 'src/credentials/', 'src/tree/override.'],
  },
  {
    name: 'all of /tree',
    program: `export * from '@scopetree/core/tree'`,
    forbidden: [...dependencies, 'src/credentials/', 'src/tree/override.'],
  },
  {
    name: 'a resource server',
    program: `export { getCurrentUser, hs256, oauth2PasswordBearer, run } from '@scopetree/core'`,
    forbidden: ['bcryptjs', ...pictures, 'src/credentials/passwords/', 'src/credentials/login/'],
  },
  {
    name: 'a login, its tokens and a tree',
    program: `export { createAccessToken, depends, errorResponse, getCurrentUser, hashPassword, hs256, oauth2PasswordBearer, run, security, tokenEndpoint } from '@scopetree/core'`,
    forbidden: ['@noble/hashes', ...pictures],
  },
  { name: 'all of core', program: `export * from '@scopetree/core'`, forbidden: [] },
]

/** Bundles a program for no platform in particular: whatever needs a built-in of Node does not bundle. */
export async function bundle({ program, forbidden }: BundleCase): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('../packages/core', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['@scopetree/source', 'module'],
    // bcryptjs asks for it, and does without where it is not.
    external: ['crypto'],
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const [output] = Object.values(metafile.outputs)
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  const packages = new Map<string, number>()
  for (const [path, { bytesInOutput }] of inputs) {
    packages.set(packageOf(path), (packages.get(packageOf(path)) ?? 0) + bytesInOutput)
  }
  const text = outputFiles[0]?.contents ?? new Uint8Array()
  return {
    minified: text.length,
    gzipped: gzipSync(text).length,
    packages,
    leaks: inputs.map(([path]) => path).filter((path) => forbidden.some((name) => isOf(path, name))),
  }
}

function isOf(path: string, name: string): boolean {
  return name.startsWith('src/') ? path.includes(`packages/core/${name}`) : packageOf(path) === name
}

function packageOf(path: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'own'
}
