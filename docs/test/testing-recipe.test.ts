// #region app
import {
  anyOf,
  apiKey,
  assertGuarded,
  createAccessToken,
  defineAuth,
  depends,
  explain,
  getCurrentUser,
  hs256,
  httpBearer,
  remoteJwks,
  run,
  security,
  verifyAccessToken,
} from '@scopetree/core'
import { fakeIssuer, override } from '@scopetree/core/testing'
import { guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { activeUser, auth, currentUser } from '../examples/scopes/security/dependencies.js'

const app = new Hono()
app.get('/health', (c) => c.json({ up: true }))
app.get('/users/me/', guard({ user: activeUser }), (c) => c.json(c.var.user))
/** Stands for your database. */
const db = depends(function db() {
  return { items: ['Foo'] }
})
app.get('/users/me/items/', guard({ user: security(activeUser, 'items'), db }), (c) => c.json(c.var.db.items))
// #endregion app

// #region override
const johndoe = { username: 'johndoe', full_name: 'John Doe', email: 'johndoe@example.com', disabled: false }

test('John reads who he is, and no items', async () => {
  using _ = override(currentUser, () => ({ user: johndoe, scopes: ['me'] }))
  expect((await app.request('/users/me/')).status).toBe(200)
  expect((await app.request('/users/me/items/')).status).toBe(403)
})

test('nobody is asked to log in', async () => {
  using _ = override(currentUser, () => null)
  expect((await app.request('/users/me/')).status).toBe(401)
})
// #endregion override

// #region claims
/** Without `findUser` and `loadUser` the user is the claims. */
const api = defineAuth({ key: hs256(crypto.randomUUID()), scopes: { items: 'Read items.' } })
const caller = httpBearer({ scopes: api.scopes }, (token) => getCurrentUser(api, token))
app.get('/mine', guard({ user: security(caller, 'items') }), (c) => c.json({ owner: c.var.user.sub }))

test('Bob of acme reads what is his', async () => {
  using _ = override(caller, () => ({ user: { sub: 'bob', org: 'acme', exp: 0 }, scopes: ['items'] })) // nobody looks at `exp`
  expect(await (await app.request('/mine')).json()).toEqual({ owner: 'bob' })
})
// #endregion claims

// #region others
test('John reads what is in another database', async () => {
  using _ = override(currentUser, () => ({ user: johndoe, scopes: ['me', 'items'] }))
  using __ = override(db, () => ({ items: ['Bar'] }))
  expect(await (await app.request('/users/me/items/')).json()).toEqual(['Bar'])
})

test('what stands for a function is asked in its place, and nothing below it', async () => {
  using _ = override(activeUser, () => johndoe)
  expect((await app.request('/users/me/items/')).status).toBe(200) // no token, and no scope
})
// #endregion others

// #region choice
const service = apiKey({ in: 'header', key: 'x-api-key', scopes: { items: 'Read items.' } }, () => null)
const either = anyOf(caller, service)
app.get('/items', guard(security(either, 'items')), (c) => c.json(['Foo']))

test('a choice keeps its check where one of its schemes is overridden', async () => {
  using _ = override(caller, () => ({ user: { sub: 'bob', exp: 0 }, scopes: [] }))
  expect((await app.request('/items')).status).toBe(403)
})

test('and loses it where it is overridden itself', async () => {
  using _ = override(either, () => ({ sub: 'bob', exp: 0 }))
  expect((await app.request('/items')).status).toBe(200) // no token, and no scope
})
// #endregion choice

// #region guarded
test('every route is guarded, but for those that are open on purpose', () => {
  assertGuarded(routesOf(app), { except: ['/health'] })
  expect(() => assertGuarded(routesOf(app))).toThrow('GET /health')
})
// #endregion guarded

// #region run
/** The handler finds its routes in this list, so there are no others. */
const list = [
  { method: 'GET', path: '/users/me', guard: activeUser },
  { method: 'GET', path: '/users/me/email', guard: security(activeUser, 'items') },
]

function handle(request: Request): Response | Promise<Response> {
  const { pathname } = new URL(request.url)
  const route = list.find(({ method, path }) => method === request.method && path === pathname)
  if (route === undefined) return Response.json({ detail: 'Not Found' }, { status: 404 })
  return run(route.guard, request, (user) => Response.json(user))
}

test('every route of the list is guarded', () => {
  expect(() => assertGuarded(list)).not.toThrow()
})
// #endregion run

test('the list is what the handler serves', async () => {
  using _ = override(currentUser, () => ({ user: johndoe, scopes: ['me'] }))
  expect((await handle(new Request('https://api.example/users/me'))).status).toBe(200)
  expect((await handle(new Request('https://api.example/users'))).status).toBe(404)
  await expect(handle(new Request('https://api.example/users/me/email'))).rejects.toMatchObject({ status: 403 })
  expect(() => assertGuarded([...list, { method: 'GET', path: '/open' }])).toThrow('GET /open')
})

// #region tree
test('who may read items', () => {
  expect(explain(security(activeUser, 'items'), { currentUser })).toMatchInlineSnapshot(`
    "activeUser +items
    └─ currentUser (scheme) +me, checks items me"
  `)
})
// #endregion tree

// #region token
test('a token is good for half an hour', async () => {
  let now = 1_800_000_000
  const timed = defineAuth({ ...auth, key: hs256('a secret of the tests, 32 characters'), now: () => now })
  const token = await createAccessToken(timed, { sub: 'johndoe', scopes: ['me'] })

  now += 30 * 60 - 1
  expect((await verifyAccessToken(timed, token)).scopes).toEqual(['me'])
  now += 1
  await expect(verifyAccessToken(timed, token)).rejects.toMatchObject({ code: 'invalid_token', reason: 'expired' })
})
// #endregion token

// #region rotation
test('a key that the issuer took back is good for ten minutes at most', async () => {
  let time = 1_800_000_000
  const now = (): number => time
  const { issuer, audience, ...fake } = fakeIssuer({ now })
  const key = remoteJwks(fake.jwksUrl, { issuer, audience, fetch: fake.fetch, now })
  const api = defineAuth({ key, now })

  const token = await fake.token({ exp: time + 3600 })
  expect((await verifyAccessToken(api, token)).subject).toBe('johndoe')
  fake.rotate()
  fake.retire()
  time += 10 * 60 + 1
  await expect(verifyAccessToken(api, token)).rejects.toMatchObject({ reason: 'signature' })
  expect((await verifyAccessToken(api, await fake.token())).subject).toBe('johndoe')
})
// #endregion rotation
