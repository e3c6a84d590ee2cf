import {
  authentication,
  depends,
  httpBasic,
  httpBearer,
  InsufficientScopeError,
  scheme,
  security,
  UnavailableError,
  type CustomScheme,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const options = {
  name: 'Device',
  definition: { type: 'mutualTLS' },
  challenge: 'Device',
  extract: (view: { header(name: string): string | undefined }) => view.header('x-client-cert'),
} as const

describe('scheme', () => {
  const device = scheme({ ...options, scopes: { stats: 'Read figures.' } }, (certificate) =>
    certificate === 'revoked' ? null : { user: certificate, scopes: certificate.split(',') },
  )

  it('is all that another way to authenticate needs', async () => {
    expect(await security(device, 'stats')(request({ 'x-client-cert': 'stats' }))).toBe('stats')
    expect(await answer(device, request())).toMatchObject({ status: 401, challenge: 'Device' })
    expect(await answer(device, request({ 'x-client-cert': 'revoked' }))).toMatchObject({ status: 401 })
    expect(await answer(security(device, 'stats'), request({ 'x-client-cert': 'x' }))).toMatchObject({ status: 403 })
  })

  it('takes credentials of any kind but `undefined`', async () => {
    const falsy = scheme({ ...options, extract: () => 0 }, (zero) => ({ user: zero }))
    expect(await falsy(request())).toBe(0)
  })

  it('has a challenge with parameters', async () => {
    const params = { realm: 'api', algorithm: 'SHA-256' }
    const digest = scheme({ ...options, challenge: { scheme: 'Digest', params } }, () => null)
    expect(await answer(digest, request())).toMatchObject({ challenge: 'Digest realm="api", algorithm="SHA-256"' })
  })

  it.each<[string, Partial<CustomScheme<unknown, string>>]>([
    ['a challenge of two words', { challenge: 'My Device' }],
    ['no challenge', { challenge: '' }],
    ['a parameter that is no token', { challenge: { scheme: 'Device', params: { 'a b': 'c' } } }],
    ['a parameter with a line break', { challenge: { scheme: 'Device', params: { realm: 'a\r\nb: c' } } }],
    ['a parameter beyond ASCII', { challenge: { scheme: 'Device', params: { realm: 'Größe' } } }],
    ['a parameter twice', { challenge: { scheme: 'Device', params: { realm: 'a', Realm: 'b' } } }],
    ['a parameter that is written for it', { challenge: { scheme: 'bearer', params: { Scope: 'a' } } }],
    ['no extractor', { extract: undefined as never }],
    ['a scope with a space', { scopes: { 'a b': '' } }],
    ['an empty scope', { scopes: { '': '' } }],
    ['a scope with a quote', { scopes: { 'a"b': '' } }],
    ['a scope with a line break', { scopes: { 'a\nb': '' } }],
  ])('refuses %s when it is made', (_, wrong) => {
    expect(() => scheme({ ...options, ...wrong }, () => null)).toThrow(TypeError)
  })

  it('refuses no verifier when it is made, as all that are made of it do', () => {
    expect(() => scheme(options, undefined as never)).toThrow(TypeError)
    expect(() => httpBearer({}, undefined as never)).toThrow(TypeError)
    expect(() => httpBasic({}, undefined as never)).toThrow(TypeError)
  })

  it('keeps its challenge, whatever becomes of the object that told it', async () => {
    const params = { realm: 'api' }
    const digest = scheme({ ...options, challenge: { scheme: 'Digest', params } }, () => null)
    params.realm = 'other'
    expect(await answer(digest, request())).toMatchObject({ challenge: 'Digest realm="api"' })
  })
})

describe('an error of a challenge', () => {
  it('names the text that cannot stand in a header', () => {
    expect(() => scheme({ ...options, challenge: 'My Device' }, () => null)).toThrow(
      new TypeError('"My Device" cannot stand in a WWW-Authenticate header'),
    )
    expect(() => httpBearer({ realm: 'Größe' }, () => null)).toThrow(
      new TypeError('"Größe" cannot be quoted in a WWW-Authenticate header'),
    )
  })
})

describe('a verifier', () => {
  it.each([
    ['true', true],
    ['a name', 'ada'],
    ['a user without its place', { name: 'ada' }],
  ])('must not answer %s', async (_, wrong) => {
    const careless = scheme(options, () => wrong as never)
    await expect(careless(request({ 'x-client-cert': 'c' }))).rejects.toThrow(
      new TypeError('the verifier of Device must answer { user, scopes } or null'),
    )
  })

  it('hands nobody the array that its scopes are compared with', async () => {
    const shared = ['me']
    const careless = scheme({ ...options, scopes: { me: '', items: '' } }, () => ({ user: 'ada', scopes: shared }))
    const sent = request({ 'x-client-cert': 'c' })
    const { scopes } = await authentication(careless)(sent)
    expect(() => (scopes as string[]).push('items')).toThrow(TypeError)
    expect(Object.isFrozen(shared)).toBe(false)
    await expect(security(careless, 'items')(sent)).rejects.toThrow(InsufficientScopeError)
  })

  it('must not answer its scopes as one text, in which each would be found as a part', async () => {
    const careless = scheme({ ...options, scopes: { me: '' } }, () => ({ user: 1, scopes: 'homes' as never }))
    await expect(security(careless, 'me')(request({ 'x-client-cert': 'c' }))).rejects.toThrow(
      new TypeError('the verifier of Device must answer its scopes as an array'),
    )
  })

  it.each([
    ['scopes', { user: 'ada' }, ['me'], InsufficientScopeError],
    ['user', { scopes: ['me'] }, 'ada', TypeError],
  ] as const)('is lent no %s by the prototype', async (name, answered, lent, refusal) => {
    const careless = scheme({ ...options, scopes: { me: '' } }, () => answered as never)
    const prototype = Object.prototype as { user?: unknown; scopes?: unknown }
    prototype[name] = lent
    const outcome = security(careless, 'me')(request({ 'x-client-cert': 'c' })).finally(() => delete prototype[name])
    await expect(outcome).rejects.toThrow(refusal)
  })

  it('must not answer the promise of a user, who may turn out to be nobody', async () => {
    const careless = scheme(options, () => ({ user: Promise.resolve(null) }))
    await expect(careless(request({ 'x-client-cert': 'c' }))).rejects.toThrow(
      new TypeError('the verifier of Device must await the user that it answers'),
    )
  })

  it.each([undefined, null])('lets nobody in as the user %s', async (user) => {
    const lookup = scheme(options, async () => ({ user, scopes: [] }))
    expect(await answer(lookup, request({ 'x-client-cert': 'c' }))).toMatchObject({
      status: 401,
      body: { error_description: 'The credentials belong to no known user' },
    })
  })

  it.each([0, '', false])('lets in the user %j', async (user) => {
    expect(await scheme(options, () => ({ user }))(request({ 'x-client-cert': 'c' }))).toBe(user)
  })

  it('that fails makes no 401 of it', async () => {
    const dead = new Error('connection refused')
    const careless = scheme(options, () => Promise.reject(dead))
    await expect(answer(careless, request({ 'x-client-cert': 'c' }))).rejects.toBe(dead)
  })

  it('that cannot answer now says so', async () => {
    const busy = scheme(options, () => {
      throw new UnavailableError('busy', 3)
    })
    expect(await answer(busy, request({ 'x-client-cert': 'c' }))).toEqual({
      status: 503,
      challenge: null,
      body: { error: 'temporarily_unavailable' },
    })
  })

  it('sees the request and what the adapter has, and not the scopes', async () => {
    let keys: unknown
    const curious = httpBearer({ scopes: { me: '' } }, (_, context) => {
      keys = context.request.header('x-tenant')
      return { user: (context as { requiredScopes?: unknown }).requiredScopes, scopes: ['me'] }
    })
    const sent = request({ authorization: 'Bearer x', 'x-tenant': 'acme' })
    expect(await security(curious, 'me')(sent)).toEqual([])
    expect(keys).toBe('acme')
  })
})

describe('authentication', () => {
  const claims = { tenant: 'acme' }
  const scoped = httpBearer({ scopes: { me: '', items: '' } }, () => ({ user: 'ada', scopes: ['me'], claims }))

  it('gives all that the verifier answered', async () => {
    expect(await authentication(scoped)(bearer('x'))).toEqual({ user: 'ada', scopes: ['me'], claims })
  })

  it('gives no scopes where the verifier named none', async () => {
    const bare = httpBearer({}, () => ({ user: 'ada' }))
    expect(await authentication(bare)(bearer('x'))).toEqual({ user: 'ada', scopes: [], claims: undefined })
  })

  it('is scoped like the scheme', async () => {
    expect(await security(authentication(scoped), 'me')(bearer('x'))).toMatchObject({ user: 'ada' })
    expect(await answer(security(authentication(scoped), 'items'), bearer('x'))).toMatchObject({
      status: 403,
      body: { scope: 'items' },
    })
    expect(await answer(authentication(scoped), request())).toMatchObject({ status: 401 })
  })

  it('keeps the scopes that are demanded of the scheme it is given', async () => {
    const demanding = authentication(security(usersByToken(), 'me') as ReturnType<typeof usersByToken>)
    expect(await answer(demanding, bearer('ada:'))).toMatchObject({ status: 403, body: { scope: 'me' } })
  })

  it('stands beside the scheme, which is verified once', async () => {
    let verified = 0
    const user = usersByToken(() => (verified += 1))
    const both = depends({ user, session: authentication(user) })
    const ada = { name: 'ada' }
    expect(await both(bearer('ada:me'))).toEqual({
      user: ada,
      session: { user: ada, scopes: ['me'], claims: undefined },
    })
    expect(verified).toBe(1)
  })

  it('refuses what is no security scheme', () => {
    expect(() => authentication(depends(scoped) as never)).toThrow(
      new TypeError('authentication(): depends(HTTPBearer) is no security scheme'),
    )
  })
})
