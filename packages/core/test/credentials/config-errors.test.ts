import { describe, expect, it, vi } from 'vitest'
import { openInEditor } from '../tree/editor.js'

// TypeScript reads its own libraries first.
vi.setConfig({ testTimeout: 60_000 })

const program = (config: string): string => `
import { defineAuth, hs256, issuer } from '@scopetree/core'
interface User { readonly username: string; readonly roles: string[] }
interface Row { readonly username: string; readonly passwordHash: string }
declare const accounts: Map<string, { user: User; passwordHash: string }>
declare const rows: Map<string, Row>
const key = hs256('…')
const findUser = (username: string) => accounts.get(username)
const scopes = { me: '', items: '' }
const auth = defineAuth({ ${config} })
`

/** Of several overloads the newest TypeScript shows the last one's error, and the lowest one all of them. */
const lastOverload = (error: string): string | undefined => error.split(/Overload \d of \d/).at(-1)

describe('what the compiler says of a config', () => {
  it.each([
    ['scopesFor: () => ["mee"]', `Type '"mee"' is not assignable to type '"me" | "items"'`],
    ['scopesFor: (user) => user.roles', `Type 'string' is not assignable to type '"me" | "items"'`],
    ['scopesFor: async (user) => user.roles', `Type 'string' is not assignable to type '"me" | "items"'`],
    ['hasher: "bcrypt"', `Type 'string' is not assignable to type 'PasswordHasher'`],
    ['expiresIn: "15m"', `Type 'string' is not assignable to type 'number'`],
    ['isuer: "me"', `'isuer' does not exist in type`],
  ])('with passwords, and with %s', (option, message) => {
    const errors = openInEditor(program(`key, findUser, scopes, ${option}`)).errors()
    expect(errors.map(lastOverload)).toEqual([expect.stringContaining(message)])
    expect(errors.map(lastOverload)).not.toEqual([expect.stringContaining(`'scopesFor' does not exist`)])
  })

  it.each(['(username) => rows.get(username)', 'async (username) => rows.get(username)'])(
    'whose findUser answers a bare user: %s',
    (findUser) => {
      const errors = openInEditor(program(`key, scopes, findUser: ${findUser}, scopesFor: () => ['me']`)).errors()
      const message = `Property 'user' is missing in type 'Row' but required in type 'Account<`
      expect(errors.map(lastOverload)).toEqual([expect.stringContaining(message)])
    },
  )

  it.each([
    ['key: issuer("…", { audience: "…" }), expiresIn: "15m"', `Type 'string' is not assignable to type 'number'`],
    ['key: issuer("…", { audience: "…" }), isuer: "me"', `'isuer' does not exist in type`],
    ['key: "secret"', `Type 'string' is not assignable to type 'VerifyKey'`],
    [
      'key: issuer("…", { audience: "…" }), findUser, scopes, scopesFor: () => ["me"]',
      `is not assignable to type 'undefined'`,
    ],
    ['key, scopes, scopesFor: () => ["me"]', `Property 'findUser' is missing`],
  ])('without passwords: %s', (config, message) => {
    const errors = openInEditor(program(config)).errors()
    expect(errors.map(lastOverload)).toEqual([expect.stringContaining(message)])
  })
})

describe('an editor shows in one line', () => {
  it.each([
    ['key, findUser, scopes', 'const auth: Auth<User, AccessTokenClaims, "me" | "items">'],
    [
      'key: issuer("…", { audience: "…" })',
      'const auth: TokenAuth<AccessTokenClaims, AccessTokenClaims, never, VerifyKey>',
    ],
  ])('the config of { %s }', (config, hover) => {
    const editor = openInEditor(`${program(config)}\nauth`)
    expect(editor.errors()).toEqual([])
    expect(editor.hover('auth =')).toBe(hover)
  })
})
