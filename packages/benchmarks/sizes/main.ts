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

/** What is used of each of these, by itself. */
const parts: Readonly<Record<string, string>> = {
  'jose, what verifies': `export { compactVerify, errors } from 'jose'`,
  'valibot, what reads claims': `export { finite, getDotPath, nonEmpty, number, object, optional, pipe, safeParse, string } from 'valibot'`,
  bcryptjs: `export { compare, hash } from 'bcryptjs'`,
  '@noble/hashes, Argon2 and scrypt': `export { argon2dAsync, argon2iAsync, argon2idAsync } from '@noble/hashes/argon2.js'; export { scryptAsync } from '@noble/hashes/scrypt.js'`,
  'the engine: only `run`': `export { run } from '@scopetree/core'`,
  'the errors and their answers: only `errorResponse`': `export { errorResponse } from '@scopetree/core'`,
}

const ours = await Promise.all(
  bundleCases.map(async (one) => {
    const { minified, gzipped, packages } = await bundle(one)
    return { name: one.name, minified, gzipped, own: packages.get('own') ?? 0 }
  }),
)
const single = await Promise.all(
  Object.entries(parts).map(async ([name, program]) => {
    const { minified, gzipped } = await bundle({ name, program, forbidden: [] })
    return { name, minified, gzipped }
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
  `# Bundle sizes

Kilobytes of a bundle, minified, and gzipped on top of that; jose, valibot and bcryptjs included where they are used.

${table(
  ['scopetree', 'its own code, minified', 'all of it, minified', 'all of it, gzipped'],
  ours.map(({ name, own, minified, gzipped }) => [name, ...[own, minified, gzipped].map(kilobytes).map(round)]),
)}

${table(
  ['parts', 'minified', 'gzipped'],
  single.map(({ name, minified, gzipped }) => [name, ...[minified, gzipped].map(kilobytes).map(round)]),
)}

${table(
  ['others', 'minified', 'gzipped'],
  others.map(({ name, minified, gzipped }) => [name, round(kilobytes(minified)), round(kilobytes(gzipped))]),
)}

## Aims

${aimsList(aims)}

None of them is reached, and none will be with what core does today. The engine alone is larger than the aim for a tree:
cleanups, resources on demand and their cycles, alternatives, implied scopes, and errors that say what to do. A resource
server adds jose and valibot, which the aim for it leaves no room for beside that. Of all of core half is bcryptjs, jose
and @noble/hashes, which hashes Argon2 and scrypt where there is no \`node:crypto\`. Nobody ships all of it: what a
program does not import is not in its bundle, which a test holds for every line above.

## How it was measured

\`pnpm bench sizes\`, with esbuild. scopetree and what it uses are bundled for no platform in particular, the others for
Node, whose modules most of them need. [The comparison](../comparison.md) bundles scopetree, too, for Node, and of hono/jwt
the middleware \`jwt\` where this is \`verify\`: its figures are others.

${circumstances(['@scopetree/core', 'esbuild', 'jose', 'hono', 'express-jwt', 'express-oauth2-jwt-bearer', 'passport', 'passport-jwt', 'fast-jwt', 'jsonwebtoken'])}
`,
)
