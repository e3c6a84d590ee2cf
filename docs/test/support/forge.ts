import { createHmac } from 'node:crypto'

/** The secret of FastAPI's tutorial, which the application is signed with. */
export const SECRET = '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'

export const now = (): number => Math.floor(Date.now() / 1000)

/** Claims of a good token, changed by `changes`; a claim that is `undefined` is left out. */
export function claims(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ sub: 'johndoe', scopes: ['me', 'items'], exp: now() + 600, ...changes })
}

/** A token signed by hand, of whatever header and payload text. */
export function forge(
  payload: string | Uint8Array,
  header: object = { alg: 'HS256', typ: 'JWT' },
  secret = SECRET,
): string {
  const input = `${encode(JSON.stringify(header))}.${encode(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

export function encode(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url')
}
