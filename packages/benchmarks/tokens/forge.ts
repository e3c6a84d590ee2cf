import { createHmac, sign, type KeyObject } from 'node:crypto'

/** Of these benchmarks alone. */
export const SECRET = 'b7c1f0a9d2e34856b1c7d0e9f8a7b6c5'
export const ISSUER = 'https://issuer.example'
export const AUDIENCE = 'https://api.example'

/** What spares the libraries of WebCrypto the import of the secret with every token. */
export async function importSecret(use: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(SECRET)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use])
}

const now = Math.floor(Date.now() / 1000)
let count = 0

/** Claims as an access token of an application has them, never the same twice. */
export function claims(): Record<string, unknown> {
  count += 1
  return {
    sub: `user-${count}`,
    scope: 'me items',
    iat: now,
    exp: now + 3600,
    jti: `${count}-${now}-${'0'.repeat(20)}`,
  }
}

/** A token of any header and claims, made without any of the libraries that are measured. */
export function forge(
  payload: Record<string, unknown>,
  header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' },
): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${hmac(header['alg'] === 'HS512' ? 'sha512' : 'sha256', input)}`
}

/** The same with a private key. */
export function forgeWith(key: KeyObject, alg: string, payload: Record<string, unknown>): string {
  const input = `${encode({ alg, typ: 'JWT' })}.${encode(payload)}`
  const hash = alg === 'EdDSA' ? null : 'sha256'
  return `${input}.${sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** A token as a server has it: a text of its own, read off a socket, that no `Map` has looked for yet. */
export function received(token: string): string {
  return Buffer.from(token).toString('latin1')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function hmac(hash: string, input: string): string {
  return createHmac(hash, SECRET).update(input).digest('base64url')
}
