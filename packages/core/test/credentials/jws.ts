import { createHmac } from 'node:crypto'
import { hs256 } from '@scopetree/core'

/** A secret of these tests, in no documentation. */
export const SECRET = 'f3b1c7e05d2a4986b7e0c1d2f3a4958677e8d9c0b1a2f3e4d5c6b7a8091a2b3c'
export const NOW = 1_800_000_000
export const key = hs256(SECRET)
/** A verifier whose clock stands at `NOW`. */
export const verifier = { key, now: () => NOW }
export const good = { sub: 'johndoe', iat: NOW, exp: NOW + 60 }

export function base64url(value: string | Uint8Array): string {
  return Buffer.from(value).toString('base64url')
}

/** Signs any header and payload, also such as `createAccessToken` would not. Independent of the code under test. */
export function forge(payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, secret = SECRET): string {
  return forgeText(typeof payload === 'string' ? payload : JSON.stringify(payload), JSON.stringify(header), secret)
}

export function forgeText(payload: string | Uint8Array, header: string, secret: string = SECRET): string {
  const input = `${base64url(header)}.${base64url(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
}
