import { defineAuth, hs256, publicKey, type VerifyKey } from '@scopetree/core'
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
