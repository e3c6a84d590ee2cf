import { readFileSync } from 'node:fs'
import {
  hs256,
  hs384,
  hs512,
  InvalidTokenError,
  publicKey,
  verifyAccessToken,
  type Jwk,
  type VerifyKey,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'

interface Vector {
  name: string
  key: { kind: 'jwk'; jwk: Jwk & { k?: string } } | { kind: 'jwks' }
  options: { algorithms: [string, ...string[]] }
  expected: 'accept' | 'reject'
  level: 'must' | 'either' | 'policy'
  reason: string
  token: string
}

const file = new URL('../vectors/wycheproof-jws.json', import.meta.url)
const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(file, 'utf8'))
/** Key sets come with `remoteJwks`. */
const single = vectors.filter(({ key }) => key.kind === 'jwk')

/** What becomes of a vector: how far its key and token get. The payloads are no claims, so none gets to the end. */
async function outcomeOf({ key, options, token }: Vector): Promise<string> {
  if (key.kind !== 'jwk') return 'no single key'
  try {
    await verifyAccessToken({ key: keyOf(key.jwk, options.algorithms[0]) }, token)
    return 'accepted'
  } catch (error) {
    if (error instanceof TypeError) return 'key refused'
    return error instanceof InvalidTokenError ? error.reason : String(error)
  }
}

const secretKeys = new Map(Object.entries({ HS256: hs256, HS384: hs384, HS512: hs512 }))

function keyOf(jwk: Jwk & { k?: string }, alg: string): VerifyKey {
  if (jwk.kty !== 'oct') return publicKey({ alg, ...jwk })
  const secretKey = secretKeys.get(alg)
  if (secretKey === undefined || (jwk.alg ?? alg) !== alg) throw new TypeError('not supported')
  return secretKey(Buffer.from(jwk.k ?? '', 'base64url'), { kid: jwk.kid })
}

const accepted = single.filter(({ expected, level }) => expected === 'accept' && level === 'must')
/** "Either" is one: whether a key has the ROCA weakness is not looked into. */
const refused = single.filter(({ expected, level }) => expected === 'reject' && level !== 'either')
const isEmpty = ({ token }: Vector) => token.split('.')[1] === ''

describe('RFC 7515: Wycheproof vectors', () => {
  it('are all there', () => {
    expect([vectors.length, accepted.length, refused.length]).toEqual([492, 46, 439])
  })

  it.each(accepted.filter((vector) => !isEmpty(vector)))('$name: the signature is good', async (vector) => {
    expect(await outcomeOf(vector)).toBe('claims')
  })

  it.each(accepted.filter(isEmpty))('$name: an empty payload is no token', async (vector) => {
    expect(await outcomeOf(vector)).toBe('malformed')
  })

  it.each(refused)('$name: $reason', async (vector) => {
    expect(await outcomeOf(vector)).toMatch(/^(malformed|signature|key refused)$/)
  })
})
