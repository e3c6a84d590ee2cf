import { getCurrentUser, hs256, verifyAccessToken } from '@scopetree/core'
import { createVerifier } from 'fast-jwt'
import { verify as honoVerify } from 'hono/jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { createSecretKey } from 'node:crypto'
import { importSecret, SECRET } from './forge.js'
import type { Verify } from './checks.js'

/** A library that verifies tokens, set up as its documentation says for HS256. */
export interface Verifier {
  readonly name: string
  readonly verify: Verify
  /** Whether it remembers the tokens that it has verified. */
  readonly remembers: boolean
}

const bytes = new TextEncoder().encode(SECRET)
const imported = await importSecret('verify')
const secretKey = createSecretKey(bytes)
const algorithms = ['HS256' as const]

export const OURS = 'scopetree'
/** The same again: what differs between the two is noise. */
export const CONTROL = 'scopetree, once more'
export const UNCACHED = 'scopetree, `tokenCache: false`'
export const JOSE = 'jose, imported CryptoKey'
/** The same again, for the aims that are against it. */
export const JOSE_CONTROL = 'jose, once more'
export const FAST_JWT_CACHED = 'fast-jwt, cache'

/** New each time: what they remember must not reach from one table into another. */
export function verifiers(): Verifier[] {
  const ours = (key = hs256(SECRET)): Verify => {
    const auth = { key }
    return (token) => verifyAccessToken(auth, token)
  }
  const jose = (): Verify => (token) => jwtVerify(token, imported, { algorithms })
  const user = { key: hs256(SECRET), scopes: { me: '', items: '' } }
  const uncached = { key: hs256(SECRET), tokenCache: false as const }
  const cached = createVerifier({ key: SECRET, algorithms, cache: true })
  const byText = createVerifier({ key: SECRET, algorithms, cache: true, cacheKeyBuilder: (token) => token })
  const uncachedFast = createVerifier({ key: SECRET, algorithms })
  return [
    { name: OURS, verify: ours(), remembers: true },
    { name: CONTROL, verify: ours(), remembers: true },
    { name: 'scopetree, getCurrentUser', verify: (token) => getCurrentUser(user, token), remembers: true },
    { name: UNCACHED, verify: (token) => verifyAccessToken(uncached, token), remembers: false },
    { name: JOSE, verify: jose(), remembers: false },
    { name: JOSE_CONTROL, verify: jose(), remembers: false },
    { name: 'jose, secret as bytes', verify: (token) => jwtVerify(token, bytes, { algorithms }), remembers: false },
    { name: FAST_JWT_CACHED, verify: cached, remembers: true },
    { name: `${FAST_JWT_CACHED} keyed by the token itself`, verify: byText, remembers: true },
    { name: 'fast-jwt', verify: uncachedFast, remembers: false },
    { name: 'jsonwebtoken', verify: (token) => jsonwebtoken.verify(token, SECRET, { algorithms }), remembers: false },
    {
      name: 'jsonwebtoken, KeyObject',
      verify: (token) => jsonwebtoken.verify(token, secretKey, { algorithms }),
      remembers: false,
    },
    { name: 'hono/jwt', verify: (token) => honoVerify(token, SECRET, 'HS256'), remembers: false },
    { name: 'hono/jwt, CryptoKey', verify: (token) => honoVerify(token, imported, 'HS256'), remembers: false },
  ]
}
