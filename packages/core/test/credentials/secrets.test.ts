import { inspect } from 'node:util'
import {
  authenticateUser,
  bcrypt,
  createAccessToken,
  hashPassword,
  hs256,
  passwordGrant,
  privateKey,
  publicKey,
  readPasswordForm,
  verifyAccessToken,
  verifyPassword,
} from '@scopetree/core'
import { expect, it } from 'vitest'
import { forge, good, key, SECRET, verifier } from './jws.js'

const PASSWORD = 'Tr0ub4dor&3'
const hasher = bcrypt({ cost: 4 })
const HASH = await hasher.hash(PASSWORD)
const TOKEN = forge({ ...good, exp: 1, sub: PASSWORD, tenant: PASSWORD })
const JWK = { kty: 'EC', crv: 'P-256', x: SECRET.slice(0, 43), y: SECRET.slice(0, 43), d: SECRET.slice(1, 44) }
const SECRETS = [PASSWORD, SECRET, HASH, TOKEN, TOKEN.slice(-20), SECRET.slice(0, 20), SECRET.slice(1, 44)]

function post(body: string): Request {
  return new Request('http://localhost', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
}

const encoded = encodeURIComponent(PASSWORD)
const users = { hasher, key, findUser: () => ({ user: {}, passwordHash: HASH }) }

it.each<[string, () => unknown]>([
  ['a short secret', () => hs256(SECRET.slice(0, 20))],
  ['key text', () => hs256(`-----BEGIN ${SECRET}`)],
  ['a kid', () => hs256(SECRET, { kid: 5 as never })],
  ['a JWK without alg', () => privateKey({ ...JWK, kty: 'RSA' })],
  ['a JWK of a wrong length', () => privateKey(JWK)],
  ['a private JWK', () => publicKey({ ...JWK, x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  [
    'a JWK that cannot be imported',
    () =>
      createAccessToken(
        { key: privateKey({ ...JWK, x: 'A'.repeat(43), y: 'A'.repeat(43), d: `${SECRET.slice(0, 42)}A` }) },
        { sub: 'x' },
      ),
  ],
  ['an expired token', () => verifyAccessToken(verifier, TOKEN)],
  ['a tampered token', () => verifyAccessToken(verifier, `${TOKEN.slice(0, -4)}AAAA`)],
  ['a malformed token', () => verifyAccessToken(verifier, `${TOKEN} `)],
  ['swapped arguments', () => verifyPassword(HASH, PASSWORD, hasher)],
  ['a refused password', () => hashPassword(`${PASSWORD}\0`, hasher)],
  ['a long password', () => hashPassword(PASSWORD.repeat(9), hasher)],
  [
    'a bad account',
    () => authenticateUser({ hasher, findUser: () => ({ passwordHash: HASH }) as never }, 'x', PASSWORD),
  ],
  ['a wrong login', () => passwordGrant(users, post(`username=x&password=${encoded}x`))],
  ['a form without a name', () => readPasswordForm(post(`password=${encoded}`))],
  ['a repeated password', () => readPasswordForm(post(`username=x&password=${encoded}&password=${encoded}`))],
  ['a password for a field', () => readPasswordForm(post(`${encoded}=x&${encoded}=y&username=x&password=y`))],
  ['a body that is no UTF-8', () => readPasswordForm(post(`username=%ff&password=${encoded}%ff`))],
  ['a claim that is ours', () => createAccessToken({ key }, { sub: PASSWORD, iat: PASSWORD as never })],
])('the error of %s shows nothing secret', async (_, act) => {
  const error: unknown = await Promise.resolve()
    .then(act)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  expect(error).toBeInstanceOf(Error)
  const shown = [
    inspect(error, { depth: 9, showHidden: true, getters: true }),
    JSON.stringify(error),
    String(error),
  ].join('\n')
  for (const secret of SECRETS) expect(shown).not.toContain(secret)
})
