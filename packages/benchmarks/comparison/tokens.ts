import { createHmac } from 'node:crypto'

/** Of these questions alone. */
export const SECRET = 'b7c1f0a9d2e34856b1c7d0e9f8a7b6c5'
export const ISSUER = 'https://issuer.example'
export const AUDIENCE = 'https://api.example'

type Members = Readonly<Record<string, unknown>>

/** An access token with what the API is told to demand; `undefined` takes a claim away. Made without any library. */
export function tokenOf(claims: Members, header: Members, secret = SECRET): string {
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'johndoe', client_id: 'spa', jti: 'x', iat: now, exp: now + 3600 }
  const { alg = 'HS256' } = header
  const input = `${encode({ alg, ...header })}.${encode({ ...usual, scope: 'me', ...claims })}`
  if (alg === 'none') return `${input}.`
  return `${input}.${createHmac(alg === 'HS512' ? 'sha512' : 'sha256', secret)
    .update(input)
    .digest('base64url')}`
}

function encode(value: Members): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
