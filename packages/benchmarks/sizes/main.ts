import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle, bundleCases } from '../../../scripts/bundle.js'
import { circumstances } from '../harness/circumstances.js'
import { aimsList, round, table, type Aim } from '../harness/markdown.js'
import { writePage } from '../harness/page.js'

const peers: Readonly<Record<string, string>> = {
  'jose, what verifies a token': `export { jwtVerify } from 'jose'`,
  'hono/jwt': `export { verify } from 'hono/jwt'`,
  'express-jwt': `export { expressjwt } from 'express-jwt'`,
  'express-oauth2-jwt-bearer': `export { auth } from 'express-oauth2-jwt-bearer'`,
  'passport-jwt, with passport': `export * as passport from 'passport'; export * as jwt from 'passport-jwt'`,
  'fast-jwt': `export { createVerifier } from 'fast-jwt'`,
  jsonwebtoken: `export * as jsonwebtoken from 'jsonwebtoken'`,
}

const ours = await Promise.all(
  bundleCases.map(async (one) => {
    const { minified, gzipped } = await bundle(one)
    return { name: one.name, minified, gzipped }
  }),
)
const others = await Promise.all(
  Object.entries(peers).map(async ([name, program]) => ({ name, ...(await sizeOf(program)) })),
)

/** For Node, whose own modules these need. */
async function sizeOf(contents: string): Promise<{ minified: number; gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'node',
    write: false,
    logLevel: 'error',
  })
  const text = outputFiles[0]?.contents ?? new Uint8Array()
  return { minified: text.length, gzipped: gzipSync(text).length }
}

const kilobytes = (bytes: number): number => bytes / 1000
const gzippedOf = (name: string): number => kilobytes(ours.find((one) => one.name === name)?.gzipped ?? Number.NaN)
const aims: Aim[] = [
  { text: 'a tree, without tokens, kB', value: gzippedOf('a tree, without tokens'), atMost: 3.5 },
  { text: 'a resource server, kB', value: gzippedOf('a resource server'), atMost: 9.5 },
  { text: 'all of core, kB', value: gzippedOf('all of core'), atMost: 26 },
]

writePage(
  'sizes.md',
  `# Sizes

Kilobytes of a bundle, minified, and gzipped on top of that; jose, valibot and bcryptjs included where they are used.

${table(
  ['scopetree', 'minified', 'gzipped'],
  ours.map(({ name, minified, gzipped }) => [name, round(kilobytes(minified)), round(kilobytes(gzipped))]),
)}

${table(
  ['others', 'minified', 'gzipped'],
  others.map(({ name, minified, gzipped }) => [name, round(kilobytes(minified)), round(kilobytes(gzipped))]),
)}

## Aims

${aimsList(aims)}

## How it was measured

\`pnpm bench sizes\`, with esbuild. scopetree and what it uses are bundled for no platform in particular, the others for
Node, whose modules most of them need.

${circumstances(['@scopetree/core', 'esbuild', 'jose', 'hono', 'express-jwt', 'express-oauth2-jwt-bearer', 'passport', 'passport-jwt', 'fast-jwt', 'jsonwebtoken'])}
`,
)
