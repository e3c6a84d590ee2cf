import { type AuthEvent, createAccessToken, defineAuth, getCurrentUser } from '@scopetree/core'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { forge, good, key, NOW, rejection, verifier } from './jws.js'

const users = new Map([['johndoe', { user: { name: 'John' }, passwordHash: 'x' }]])
const auth = defineAuth({
  key,
  now: () => NOW,
  scopes: { me: 'Me.', items: 'Items.' },
  findUser: (username) => users.get(username),
})
const bearer = (token: string) => new Request('http://localhost', { headers: { authorization: `Bearer ${token}` } })

it('answers user, scopes and claims, of a token or a request', async () => {
  const claims = { ...good, scope: 'me items' }
  const expected = { user: { name: 'John' }, scopes: ['me', 'items'], claims }
  expect(await getCurrentUser(auth, forge(claims))).toEqual(expected)
  expect(await getCurrentUser(auth, bearer(forge(claims)), ['items', 'me'])).toEqual(expected)
  expect(await getCurrentUser(auth, { headers: { authorization: `bearer ${forge(claims)}` } }, [])).toEqual(expected)
})

describe('RFC 6750 §3.1: refusals come in this order', () => {
  const valid = forge({ ...good, scope: 'me' })
  it.each([
    ['no header', {}, 401, 'unauthenticated', 'Bearer scope="items me"'],
    ['another scheme', { authorization: 'Basic eDp5' }, 401, 'unauthenticated', 'Bearer scope="items me"'],
    ['the scheme alone', { authorization: 'Bearer' }, 401, 'invalid_token', 'error="invalid_token"'],
    [
      'a bad token of no user',
      { authorization: `Bearer ${forge({ ...good, exp: 1, sub: 'nobody' })}` },
      401,
      'invalid_token',
      'expired',
    ],
    [
      'an unknown user without scopes',
      { authorization: `Bearer ${forge({ ...good, sub: 'nobody' })}` },
      401,
      'invalid_token',
      'no known user',
    ],
    [
      'a name of the prototype',
      { authorization: `Bearer ${forge({ ...good, sub: '__proto__' })}` },
      401,
      'invalid_token',
      'no known user',
    ],
    ['a scope missing', { authorization: `Bearer ${valid}` }, 403, 'insufficient_scope', 'scope="items me"'],
  ])('%s', async (_, headers, status, code, challenge) => {
    const error = await rejection(getCurrentUser(auth, { headers }, ['items', 'me']))
    expect(error).toMatchObject({ status, code, scopes: ['items', 'me'] })
    expect(error).toHaveProperty('headers.www-authenticate', expect.stringContaining(challenge))
  })

  it('several Authorization headers', async () => {
    const headers = { authorization: `Bearer ${valid}` }
    const rawHeaders = ['Authorization', headers.authorization, 'authorization', 'Bearer x']
    const error = await rejection(getCurrentUser(auth, { headers, rawHeaders } as never))
    expect(error).toMatchObject({ code: 'invalid_token', reason: 'malformed' })
  })
})

it.each([
  ['me', ['items'], ['items']],
  ['items', ['items', 'me'], ['me']],
  ['', ['items', 'me'], ['items', 'me']],
  ['itemsme', ['items', 'me'], ['items', 'me']],
] as const)('scope %j for %j lacks %j', async (scope, required, missing) => {
  const error = await rejection(getCurrentUser(auth, forge({ ...good, scope }), required))
  expect(error).toMatchObject({ name: 'InsufficientScopeError', missing, scopes: required })
})

it('loadUser finds by the claims, before findUser', async () => {
  const claims = v.object({ sub: v.string(), tenant: v.string() })
  const config = defineAuth({
    ...verifier,
    claims,
    findUser: () => undefined,
    loadUser: async ({ sub, tenant }) => (sub.startsWith('username:') ? { name: sub.slice(9), tenant } : null),
  })
  const token = forge({ ...good, sub: 'username:johndoe', tenant: 'acme' })
  expect((await getCurrentUser(config, token)).user).toEqual({ name: 'johndoe', tenant: 'acme' })
  const error = await rejection(getCurrentUser(config, forge({ ...good, tenant: 'acme' })))
  expect(error).toMatchObject({ reason: 'unknown_user' })
})

it('without findUser and loadUser the user is the claims', async () => {
  expect((await getCurrentUser(defineAuth(verifier), forge(good))).user).toEqual(good)
})

it('reports each refusal of a token once, and nothing where there is none', async () => {
  const events: AuthEvent[] = []
  const config = { ...auth, onEvent: (event: AuthEvent) => events.push(event) }
  await rejection(getCurrentUser(config, { headers: {} }))
  await rejection(getCurrentUser(config, forge(good), ['me']))
  await rejection(getCurrentUser(config, 'x'))
  await rejection(getCurrentUser(config, forge({ ...good, sub: 'nobody' })))
  expect(events).toEqual([
    { type: 'token_refused', reason: 'malformed' },
    { type: 'token_refused', reason: 'unknown_user' },
  ])
})

it('a store that is down is no bad token', async () => {
  const down = new Error('down')
  await expect(getCurrentUser({ ...auth, findUser: () => Promise.reject(down) }, forge(good))).rejects.toBe(down)
})

it.each([[undefined], [null], [5], [{}], [Promise.resolve('token')]])(
  '%o is neither a token nor a request',
  async (source) => {
    await expect(getCurrentUser(auth, source as never)).rejects.toThrow('"source" must be a token or a request')
  },
)

it.each([undefined, null, 'a text', {}])('refuses %o for a key', async (value) => {
  const config = { key: value as never }
  await expect(getCurrentUser(config, forge(good))).rejects.toThrow('"key" must be a key: ')
  await expect(createAccessToken(config, { sub: 'johndoe' })).rejects.toThrow('"key" must be a key that signs: ')
})
