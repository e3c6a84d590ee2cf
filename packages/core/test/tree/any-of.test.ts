import {
  anyOf,
  apiKey,
  depends,
  HttpError,
  httpBasic,
  httpBearer,
  optional,
  security,
  UnavailableError,
  type Dependency,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer, refusal } from './answer.js'
import { basic, bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()
const service = apiKey({ in: 'header', key: 'x-key', scopes: { items: 'Read items.' } }, (key) =>
  key === 'wrong' ? null : { user: { service: key }, scopes: key.split(',') },
)

describe('anyOf', () => {
  const caller = anyOf(currentUser, service)

  it('gives the value of the first alternative that accepts the request', async () => {
    expect(await caller(bearer('ada'))).toEqual({ name: 'ada' })
    expect(await caller(request({ 'x-key': 'cron' }))).toEqual({ service: 'cron' })
    expect(await caller(request({ authorization: 'Bearer ada', 'x-key': 'cron' }))).toEqual({ name: 'ada' })
  })

  it('passes on to the next one whatever is wrong with the credentials of the first', async () => {
    const items = security(caller, 'items')
    const key = { 'x-key': 'items' }
    expect(await items(request({ ...key, authorization: 'Bearer nobody' }))).toEqual({ service: 'items' })
    expect(await items(request({ ...key, authorization: 'Bearer ada' }))).toEqual({ service: 'items' })
    expect(await items(request({ ...key, authorization: 'Bearer a, Bearer b' }))).toEqual({ service: 'items' })
  })

  it('does not ask the next one when one has accepted', async () => {
    let asked = 0
    const next = httpBearer({}, () => ({ user: (asked += 1) }))
    await anyOf(currentUser, next)(bearer('ada'))
    expect(asked).toBe(0)
  })

  it('asks one after the other, also where they are promised', async () => {
    const log: string[] = []
    const slow = (name: string, user: string | null): Dependency<string> =>
      httpBearer({ name }, async () => {
        log.push(`+${name}`)
        await Promise.resolve()
        log.push(`-${name}`)
        return user === null ? null : { user }
      })
    expect(await anyOf(slow('one', null), slow('two', 'ada'), slow('three', 'bob'))(bearer('x'))).toBe('ada')
    expect(log).toEqual(['+one', '-one', '+two', '-two'])
  })

  it('without any credentials offers every challenge', async () => {
    const three = anyOf(
      httpBasic({ realm: 'r' }, () => null),
      currentUser,
      service,
    )
    const response = await answer(three, request())
    expect(response).toEqual({
      status: 401,
      challenge: 'Basic realm="r", charset="UTF-8", Bearer, APIKey',
      body: { detail: 'Not authenticated' },
    })
  })

  it.each([
    ['bad credentials over none', { 'x-key': 'wrong' }, { code: 'invalid_token', status: 401 }],
    ['bad credentials over none', { authorization: 'Bearer nobody' }, { code: 'invalid_token', status: 401 }],
    ['missing scopes over none', { 'x-key': 'other' }, { code: 'insufficient_scope', status: 403 }],
    [
      'missing scopes over bad credentials',
      { authorization: 'Bearer nobody', 'x-key': 'other' },
      { code: 'insufficient_scope', status: 403 },
    ],
    [
      'missing scopes over bad credentials',
      { authorization: 'Bearer ada', 'x-key': 'wrong' },
      { code: 'insufficient_scope', status: 403 },
    ],
  ])('reports the failure that got furthest: %s (%j)', async (_, headers, expected) => {
    expect(await refusal(security(caller, 'items'), request(headers))).toMatchObject(expected)
  })

  it('begins with the challenge of that failure', async () => {
    const items = security(caller, 'items')
    const lacking =
      'error="insufficient_scope", error_description="The access token lacks a scope that this request needs"'
    const sent = { authorization: 'Bearer ada', 'x-key': 'wrong' }
    expect(await answer(items, request(sent))).toMatchObject({
      status: 403,
      challenge: `Bearer ${lacking}, scope="items", APIKey`,
      body: { error: 'insufficient_scope', scope: 'items' },
    })
    expect(await answer(items, request({ 'x-key': 'other' }))).toMatchObject({
      status: 403,
      challenge: 'APIKey, Bearer scope="items"',
    })
  })

  it('of equally far ones reports the first', async () => {
    const headers = { authorization: 'Bearer nobody', 'x-key': 'wrong' }
    expect(await answer(anyOf(currentUser, service), request(headers))).toMatchObject({
      challenge: expect.stringMatching(/^Bearer .*, APIKey$/),
    })
    expect(await answer(anyOf(service, currentUser), request(headers))).toMatchObject({
      challenge: expect.stringMatching(/^APIKey, Bearer /),
    })
  })

  it('says the same challenge once', async () => {
    expect(await answer(anyOf(service, service), request())).toMatchObject({ challenge: 'APIKey' })
    const editor = anyOf(security(currentUser, 'admin'), security(currentUser, 'items'))
    expect(await answer(editor, request())).toMatchObject({ challenge: 'Bearer scope="admin", Bearer scope="items"' })
  })

  it('is one scope or another of the same scheme, verified once', async () => {
    let verified = 0
    const user = usersByToken(() => (verified += 1))
    const editor = anyOf(security(user, 'admin'), security(user, 'items'))
    const one = bearer('ada:items')
    expect(await editor(one)).toEqual({ name: 'ada' })
    expect(await refusal(editor, bearer('ada:me'))).toMatchObject({ missing: ['admin'] })
    expect(await editor(one)).toEqual({ name: 'ada' })
    expect(verified).toBe(2)
  })

  it('passes the scopes demanded of it on to its alternatives, with those demanded inside', async () => {
    const inner = anyOf(security(currentUser, 'admin'), service)
    expect(await refusal(security(inner, 'items'), bearer('ada'))).toMatchObject({ scopes: ['items', 'admin'] })
  })

  it('keeps apart the scopes of different ways to one alternative', async () => {
    const scopes = { a: '', b: '', ab: '' }
    const user = httpBearer({ scopes }, (token) => ({ user: token, scopes: token.split('.') }))
    const inner = anyOf(
      user,
      httpBearer({ scopes }, () => null),
    )
    const outer = anyOf(security(inner, 'ab'), security(inner, 'a', 'b'))
    expect(await outer(bearer('a.b'))).toBe('a.b')
    expect(await outer(bearer('ab'))).toBe('ab')
    expect(await refusal(outer, bearer('a'))).toMatchObject({ code: 'insufficient_scope' })
  })

  it('resolves what stands on top of a scheme, and shows it the scopes', async () => {
    const seen = depends(currentUser, (_, { requiredScopes }) => requiredScopes)
    const inner = anyOf(security(seen, 'admin'), service)
    expect(await security(inner, 'items')(bearer('ada:admin,items'))).toEqual(['items', 'admin'])
  })

  it.each([
    ['a refusal of the dependency’s own', new HttpError(400, 'Inactive user')],
    ['a failing store', new Error('connection refused')],
    ['a verifier that cannot answer now', new UnavailableError('busy', 1)],
  ])('ends with %s: the next one is not asked', async (_, error) => {
    const failing = depends(currentUser, () => {
      throw error
    })
    expect(await refusal(anyOf(failing, service), request({ authorization: 'Bearer ada', 'x-key': 'k' }))).toBe(error)
  })

  it('runs once per request for the scopes it sees', async () => {
    let runs = 0
    const counted = anyOf(
      depends(currentUser, () => (runs += 1)),
      service,
    )
    const one = bearer('ada:items')
    await counted(one)
    await depends({ a: counted, b: depends(counted) })(one)
    expect(runs).toBe(1)
    await security(counted, 'items')(one)
    expect(runs).toBe(2)
  })

  it('resolves before the functions outside it, after the schemes outside it', async () => {
    const log: string[] = []
    const outside = depends(() => void log.push('outside'))
    const inside = depends(service, () => void log.push('inside'))
    const route = depends({
      outside,
      caller: anyOf(
        inside,
        httpBasic({}, () => null),
      ),
      currentUser,
    })
    await refusal(route, request({ 'x-key': 'k' }))
    expect(log).toEqual([])
    await refusal(route, bearer('ada'))
    expect(log).toEqual([])
    await route(request({ 'x-key': 'k', authorization: 'Bearer ada' }))
    expect(log).toEqual(['inside', 'outside'])
  })

  it('nests', async () => {
    const nested = anyOf(
      anyOf(
        httpBasic({}, () => null),
        service,
      ),
      currentUser,
    )
    expect(await nested(bearer('ada'))).toEqual({ name: 'ada' })
    expect(await nested(request({ 'x-key': 'k' }))).toEqual({ service: 'k' })
    expect(await answer(nested, basic('a:b'))).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    expect(await answer(nested, request())).toMatchObject({
      challenge: 'Basic realm="api", charset="UTF-8", APIKey, Bearer',
    })
  })

  it('refuses an alternative that would accept everybody', () => {
    const resource = depends(function database() {
      return 1
    })
    expect(() => anyOf(currentUser, resource)).toThrow(new TypeError('anyOf(): database has no security scheme'))
    for (const open of [optional(service), depends(optional(service), (found) => found)]) {
      expect(() => anyOf(currentUser, open)).toThrow(/^anyOf\(\): .* lets everybody in: make the whole optional$/)
    }
    expect(() => (anyOf as () => unknown)()).toThrow(new TypeError('anyOf(): there are no alternatives'))
  })

  it('takes only scopes that every alternative knows', () => {
    expect(() => security(anyOf(currentUser, service), 'me' as never)).toThrow(
      new TypeError(
        'security(OAuth2PasswordBearer | APIKeyHeader, "me"): nothing below checks that scope; known: items',
      ),
    )
  })
})

describe('optional', () => {
  const maybe = optional(security(currentUser, 'me'))

  it('gives the value of what it is made from', async () => {
    expect(await maybe(bearer('ada:me'))).toEqual({ name: 'ada' })
  })

  it('gives null where there are no credentials', async () => {
    expect(await maybe(request())).toBeNull()
    expect(await maybe(basic('a:b'))).toBeNull()
  })

  it.each([
    ['bad', 'Bearer nobody', 'invalid_token'],
    ['too few', 'Bearer ada', 'insufficient_scope'],
    ['empty', 'Bearer', 'insufficient_scope'],
    ['doubled', 'Bearer a, Bearer b', 'invalid_token'],
  ])('refuses credentials that are %s', async (_, authorization, code) => {
    expect(await refusal(maybe, request({ authorization }))).toMatchObject({ code })
  })

  it('gives a guest to whatever stands on top', async () => {
    const greeting = depends(maybe, (user) => `hello ${user?.name ?? 'guest'}`)
    expect(await greeting(request())).toBe('hello guest')
    expect(await greeting(bearer('ada:me'))).toBe('hello ada')
  })

  it('does not run what is inside for a guest', async () => {
    let runs = 0
    const inside = depends(currentUser, () => (runs += 1))
    expect(await optional(inside)(request())).toBeNull()
    expect(runs).toBe(0)
  })

  it('of several schemes gives null only if there are credentials for none', async () => {
    const both = optional(depends({ service, user: currentUser }))
    expect(await both(request())).toBeNull()
    expect(await refusal(both, bearer('ada'))).toMatchObject({ code: 'unauthenticated' })
    expect(await refusal(both, request({ 'x-key': 'k' }))).toMatchObject({ code: 'unauthenticated' })
    expect(await refusal(both, bearer('a, Bearer b'))).toMatchObject({
      status: 401,
      challenges: [{ scheme: 'APIKey' }],
    })
    expect(await both(request({ 'x-key': 'k', authorization: 'Bearer ada' }))).toMatchObject({ user: { name: 'ada' } })
  })

  it('of alternatives gives null only if there are credentials for none', async () => {
    const either = optional(anyOf(currentUser, service))
    expect(await either(request())).toBeNull()
    expect(await either(request({ 'x-key': 'k' }))).toEqual({ service: 'k' })
    expect(await refusal(either, request({ 'x-key': 'wrong' }))).toMatchObject({ code: 'invalid_token' })
  })

  it('throws on whatever else fails', async () => {
    const failing = depends(currentUser, () => {
      throw new HttpError(400, 'Inactive user')
    })
    expect(await answer(optional(failing), bearer('ada'))).toMatchObject({ status: 400 })
    expect(await optional(failing)(request())).toBeNull()
  })

  it('is refused where there are no credentials to do without', () => {
    expect(() => optional(depends(() => 1))).toThrow(new TypeError('optional(): resource has no security scheme'))
  })

  it('takes no scopes: they are demanded inside', () => {
    expect(() => security(maybe, 'me' as never)).toThrow(
      new TypeError('security(OAuth2PasswordBearer?, "me"): nothing below checks that scope; known: none'),
    )
  })

  it('sees what is demanded around it for others, like all below, as long as there are credentials', async () => {
    const route = security(depends({ maybe: optional(currentUser), service }), 'items')
    expect(await route(request({ 'x-key': 'items' }))).toEqual({ maybe: null, service: { service: 'items' } })
    const lacking = request({ 'x-key': 'items', authorization: 'Bearer ada:me' })
    expect(await refusal(route, lacking)).toMatchObject({ code: 'insufficient_scope', missing: ['items'] })
  })
})
