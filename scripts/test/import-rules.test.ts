import { describe, expect, it } from 'vitest'
import { importViolations } from '../import-rules.js'

type Sources = Record<string, string>

function reasons(packageName: string, sources: Sources): string[] {
  const violations = importViolations(packageName, new Map(Object.entries(sources)))
  return violations.map(({ file, line, reason }) => `${file}:${line}: ${reason}`)
}

it('accepts the directions of the design', () => {
  const sources = {
    'src/index.ts': `export { readBearer } from './wire/request.js'\nexport { plan } from './tree/plan.js'`,
    'src/entry/token.ts': `export { verify } from '../credentials/token.js'`,
    'src/wire/request.ts': `import type { Scope } from './scope.js'`,
    'src/wire/scope.ts': `export type Scope = string`,
    'src/credentials/token.ts': `import { jwtVerify } from 'jose'\nimport '../wire/scope.js'\nimport './password.js'`,
    'src/credentials/password.ts': `import { hash } from 'bcryptjs'`,
    'src/credentials/pool.node.ts': `import { Worker } from 'node:worker_threads'`,
    'src/tree/plan.ts': `import { x } from '../wire/scope.js'`,
  }
  expect(reasons('core', sources)).toEqual([])
})

describe('core', () => {
  it.each<[description: string, sources: Sources, expected: RegExp]>([
    [
      'wire imports a half',
      { 'src/wire/request.ts': `\nimport { verify } from '../credentials/token.js'` },
      /^src\/wire\/request\.ts:2: imports "\.\.\/credentials\/token\.js": wire imports only wire/,
    ],
    [
      'credentials imports tree',
      { 'src/credentials/login/auth.ts': `import { plan } from '../../tree/plan.js'` },
      /^src\/credentials\/login\/auth\.ts:1: .*meet only in user code/,
    ],
    [
      'tokens import passwords',
      { 'src/credentials/tokens/verify.ts': `import { hash } from '../passwords/hash.js'` },
      /^src\/credentials\/tokens\/verify\.ts:1: .*who only verifies tokens brings no passwords/,
    ],
    [
      'keys import tokens',
      { 'src/credentials/keys/key.ts': `import { verify } from '../tokens/verify.js'` },
      /^src\/credentials\/keys\/key\.ts:1: .*tokens are made of keys/,
    ],
    [
      'what credentials share imports a folder of theirs',
      { 'src/credentials/account.ts': `import { hash } from './passwords/hash.js'` },
      /knows none of them/,
    ],
    [
      'tree imports credentials',
      { 'src/tree/plan.ts': `import { verify } from '../credentials/token.js'` },
      /^src\/tree\/plan\.ts:1: .*meet only in user code/,
    ],
    [
      'tree imports openapi',
      { 'src/tree/guarded.ts': `import { routeOf } from '../openapi/route.js'` },
      /^src\/tree\/guarded\.ts:1: .*tree imports only tree and wire/,
    ],
    [
      'tree imports credentials as a type only',
      { 'src/tree/plan.ts': `import type { Auth } from '../credentials/auth.js'` },
      /meet only in user code/,
    ],
    [
      'tree imports credentials inside a type',
      { 'src/tree/plan.ts': `export type A = import('../credentials/auth.js').Auth` },
      /meet only in user code/,
    ],
    [
      'tree imports credentials at run time',
      { 'src/tree/plan.ts': `export const load = () => import('../credentials/auth.js')` },
      /meet only in user code/,
    ],
    [
      'tree re-exports credentials',
      { 'src/tree/plan.ts': `export { verify } from '../credentials/token.js'` },
      /meet only in user code/,
    ],
    ['a part imports the index', { 'src/wire/a.ts': `import { b } from '../index.js'` }, /entries are for users/],
    ['a part imports an entry', { 'src/tree/a.ts': `import { b } from '../entry/token.js'` }, /entries are for users/],
    ['the index imports an entry', { 'src/index.ts': `export { b } from './entry/token.js'` }, /entries are for users/],
    ['an entry imports the index', { 'src/entry/a.ts': `export { b } from '../index.js'` }, /entries are for users/],
    [
      'a file imports beyond src',
      { 'src/wire/a.ts': `import m from '../../package.json'` },
      /imports nothing outside its src/,
    ],
    ['a file has no part', { 'src/helpers.ts': '' }, /^src\/helpers\.ts:1: belongs to no part of core/],
    ['a Node built-in', { 'src/wire/a.ts': `import { Buffer } from 'node:buffer'` }, /only \*\.node\.ts files/],
    ['a Node built-in without prefix', { 'src/wire/a.ts': `import 'crypto'` }, /only \*\.node\.ts files/],
    ['jose in wire', { 'src/wire/a.ts': `import type { JWK } from 'jose'` }, /jose is for keys and tokens/],
    ['jose in an entry', { 'src/entry/a.ts': `export { x } from 'jose/errors'` }, /jose is for keys and tokens/],
    [
      'bcryptjs in a second file',
      {
        'src/credentials/bcrypt.ts': `import { hash } from 'bcryptjs'`,
        'src/credentials/password.ts': `import { compare } from 'bcryptjs'`,
      },
      /^src\/credentials\/password\.ts:1: .*imported by one file, and src\/credentials\/bcrypt\.ts is it/,
    ],
    ['an adapter', { 'src/wire/a.ts': `import { x } from '@scopetree/node'` }, /core knows no other package/],
    [
      'a cycle',
      { 'src/wire/a.ts': `import './b.js'`, 'src/wire/b.ts': `import './c.js'`, 'src/wire/c.ts': `import './a.js'` },
      /^src\/wire\/a\.ts:1: imports itself: src\/wire\/a\.ts → src\/wire\/b\.ts → src\/wire\/c\.ts → src\/wire\/a\.ts$/,
    ],
    [
      'a cycle of types',
      {
        'src/wire/a.ts': `import type { B } from './b.js'`,
        'src/wire/b.ts': `export type B = 1\nexport type { A } from './a.js'`,
      },
      /imports itself/,
    ],
    ['a file that imports itself', { 'src/wire/a.ts': `import './a.js'` }, /imports itself/],
  ])('refuses: %s', (_description, sources, expected) => {
    const found = reasons('core', sources)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })

  it('names both cycles that share a file', () => {
    const sources = {
      'src/wire/a.ts': `import './b.js'\nimport './c.js'`,
      'src/wire/b.ts': `import './a.js'`,
      'src/wire/c.ts': `import './a.js'`,
    }
    expect(reasons('core', sources)).toHaveLength(2)
  })

  it('does not mistake text for an import', () => {
    const sources = { 'src/tree/a.ts': "// import 'jose'\nexport const a = `import '../credentials/auth.js'`" }
    expect(reasons('core', sources)).toEqual([])
  })
})

describe('an adapter', () => {
  it('may import packages and its own files', () => {
    const sources = {
      'src/index.ts': `import '@scopetree/core/adapter'\nimport 'node:http'\nexport {} from './serve.js'`,
    }
    expect(reasons('node', sources)).toEqual([])
  })

  it.each<[description: string, sources: Sources, expected: RegExp]>([
    [
      "another package's files",
      { 'src/serve.ts': `import { x } from '../../core/src/wire/request.js'` },
      /^src\/serve\.ts:1: .*its own files and other packages' public entries/,
    ],
    ['its own entry', { 'src/serve.ts': `import { x } from './index.js'` }, /the entry is for users/],
    ['a cycle', { 'src/a.ts': `import './b.js'`, 'src/b.ts': `import './a.js'` }, /imports itself/],
  ])('refuses: %s', (_description, sources, expected) => {
    const found = reasons('node', sources)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })
})
