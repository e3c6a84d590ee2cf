import {
  defineAuth,
  hs256,
  passwordGrant,
  publicKey,
  tokenEndpoint,
  type PasswordIssuer,
  type VerifyKey,
} from '@scopetree/core'
import { tokenResponder } from '@scopetree/core/adapter'
import { describe, expect, it } from 'vitest'
import { material } from '../keys/material.js'

/** What JavaScript may give for a config, and the compiler refuses. */
const KEYLESS: readonly [what: string, config: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['no key', {}],
  ['the text of a secret', { key: 'secret' }],
  ['the bytes of a secret', { key: new Uint8Array(32) }],
  ['null for a key', { key: null }],
  ['a JWK for a key', { key: material('ES256').publicJwk }],
]

describe('defineAuth', () => {
  it.each(KEYLESS)('refuses %s', (_, config) => {
    expect(() => defineAuth(config as { key: VerifyKey })).toThrow(
      new TypeError('"key" must be a key: hs256(), issuer(), publicKey(), …'),
    )
  })

  it('gives the config as it is', () => {
    for (const key of [hs256(crypto.randomUUID()), publicKey(material('ES256').publicJwk)]) {
      const config = { key }
      expect(defineAuth(config)).toBe(config)
    }
  })
})

const key = hs256(crypto.randomUUID())
const findUser = (): undefined => undefined

describe.each<[string, (auth: PasswordIssuer<unknown>) => unknown]>([
  ['tokenEndpoint', (auth) => tokenEndpoint(auth)],
  ['tokenResponder', (auth) => tokenResponder(auth)],
  ['passwordGrant', (auth) => passwordGrant(auth, new Request('http://localhost', { method: 'POST' }))],
])('%s', (_, make) => {
  it.each([
    ...KEYLESS.map(([what, config]): [string, unknown, string] => [what, config, '"key" must be a key that signs']),
    [
      'a key that only verifies',
      { key: publicKey(material('ES256').publicJwk), findUser },
      '"key" must be a key that signs',
    ],
    ['no findUser', { key }, '"findUser" must be a function'],
    ['a table for findUser', { key, findUser: new Map() }, '"findUser" must be a function'],
    ['an empty issuer', { key, findUser, issuer: '' }, '"issuer" must be a non-empty string'],
    ['no seconds', { key, findUser, expiresIn: '15m' }, '"expiresIn" must be a positive number of seconds'],
    [
      'a path for reading',
      { key, findUser, scopeClaim: ['realm_access', 'roles'] },
      '"scopeClaim": a path of several names',
    ],
  ])('refuses %s', async (_, config, message) => {
    const error = await Promise.resolve(config)
      .then((auth) => make(auth as PasswordIssuer<unknown>))
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(message)
  })
})
