import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import {
  createAccessToken,
  getCurrentUser,
  hs256,
  InvalidTokenError,
  keyRing,
  verifyAccessToken,
  type TokenVerifier,
  type VerifyKey,
} from '@scopetree/core'
import { forge, good, NOW, rejection, SECRET } from './jws.js'

/** How often a signature was computed to be compared: what a remembered token saves. */
const signatures = vi.spyOn(crypto.subtle, 'verify')
beforeEach(() => void signatures.mockClear())
afterEach(() => vi.useRealTimers())

/** Each test its own key: what is remembered belongs to a key. */
const freshKey = (): ReturnType<typeof hs256> => hs256(SECRET)
/** What one verifier has that another may not. */
type Config = Partial<TokenVerifier<unknown>>
const at = (time: number): { now: () => number } => ({ now: () => time })

describe('a token that was verified before', () => {
  test('costs no second signature, and says the same', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const first = await verifyAccessToken(auth, forge(good))
    const second = await verifyAccessToken(auth, forge(good))
    expect(second).toEqual(first)
    expect(signatures).toHaveBeenCalledTimes(1)
  })
  test('has its scopes read once, and anew from another claim or a changed path', async () => {
    const key = freshKey()
    const scopeClaim: [string, ...string[]] = ['roles']
    const token = forge({ ...good, scope: 'me', roles: ['admin'], groups: ['staff'] })
    const granted = async (config: object): Promise<readonly string[]> =>
      (await verifyAccessToken({ key, ...at(NOW), ...config }, token)).scopes
    const first = await granted({})
    expect(await granted({})).toBe(first)
    expect(await granted({ scopeClaim })).toEqual(['admin'])
    scopeClaim[0] = 'groups'
    expect(await granted({ scopeClaim })).toEqual(['staff'])
    expect(await granted({})).toEqual(['me'])
  })
  test('costs one with every request under `tokenCache: false`', async () => {
    const auth = { key: freshKey(), tokenCache: false as const, ...at(NOW) }
    await verifyAccessToken(auth, forge(good))
    await verifyAccessToken(auth, forge(good))
    expect(signatures).toHaveBeenCalledTimes(2)
  })
  const lax = v.looseObject({ sub: v.string() })
  const strict = v.object({ sub: v.string(), tenant: v.string() })

  // What is judged of a token, of whom it is good for, and of whom it is not.
  test.each<[string, object, Config, Config, string]>([
    ['`exp`, which it reaches while it is remembered', {}, at(good.exp - 1), at(good.exp), 'expired'],
    ['`nbf`, for a clock that was set back', { iat: undefined, nbf: NOW }, at(NOW), at(NOW - 1), 'not_yet_valid'],
    ['`iat`, for a clock that was set back', { iat: NOW }, at(NOW), at(NOW - 1), 'not_yet_valid'],
    ['the tolerance of each verifier', { exp: NOW - 30 }, { clockTolerance: 60 }, {}, 'expired'],
    ['the issuer of each verifier', { iss: 'one' }, { issuer: 'one' }, { issuer: 'two' }, 'issuer'],
    ['the audience of each verifier', { aud: 'one' }, { audience: 'one' }, { audience: 'two' }, 'audience'],
    ['a verifier that has no audience', { aud: 'one' }, { audience: 'one' }, {}, 'audience'],
    [
      'the claim in which each verifier looks for its audience',
      { client_id: 'one' },
      { audience: 'one', audienceClaim: 'client_id' },
      { audience: 'one' },
      'audience',
    ],
    ['the types that each verifier takes', {}, {}, { tokenTypes: ['at+jwt'] }, 'type'],
    ['the schema of each verifier', {}, { claims: lax }, { claims: strict }, 'claims'],
  ])('is judged by %s', async (_, claims, accepting, refusing, reason) => {
    const auth = { key: freshKey(), ...at(NOW) }
    const token = forge({ ...good, ...claims })
    await verifyAccessToken({ ...auth, ...accepting }, token)
    expect(await rejection(verifyAccessToken({ ...auth, ...refusing }, token))).toMatchObject({ reason })
    await expect(verifyAccessToken({ ...auth, ...accepting }, token)).resolves.toBeDefined()
    expect(signatures).toHaveBeenCalledTimes(1)
  })
  test('is judged by a schema with every request', async () => {
    const closed = new Set<unknown>()
    const claims = v.looseObject({
      tenant: v.pipe(
        v.string(),
        v.check((tenant) => !closed.has(tenant)),
      ),
    })
    const auth = { key: freshKey(), claims, ...at(NOW) }
    const token = forge({ ...good, tenant: 'acme' })
    await verifyAccessToken(auth, token)
    closed.add('acme')
    expect(await rejection(verifyAccessToken(auth, token))).toMatchObject({ reason: 'claims' })
  })
  test('has its user found with every request', async () => {
    const users = new Map([
      ['johndoe', 'John'],
      ['jane', 'Jane'],
    ])
    const auth = { key: freshKey(), loadUser: ({ sub }: { readonly sub: string }) => users.get(sub), ...at(NOW) }
    expect(await getCurrentUser(auth, forge(good))).toMatchObject({ user: 'John' })
    users.set('johndoe', 'Johnny')
    expect(await getCurrentUser(auth, forge(good))).toMatchObject({ user: 'Johnny' })
    users.delete('johndoe')
    expect(await rejection(getCurrentUser(auth, forge(good)))).toMatchObject({ reason: 'unknown_user' })
    expect(signatures).toHaveBeenCalledTimes(1)
  })
  test('is asked for in the deny-list with every request', async () => {
    const revoked = new Set<unknown>()
    const auth = {
      key: freshKey(),
      isRevoked: (claims: { readonly sub: string }) => revoked.has(claims.sub),
      ...at(NOW),
    }
    await verifyAccessToken(auth, forge(good))
    revoked.add('johndoe')
    expect(await rejection(verifyAccessToken(auth, forge(good)))).toMatchObject({ reason: 'revoked' })
  })
  test('harms nobody who changes its claims', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const token = forge({ ...good, tenant: { roles: ['reader'] } })
    const { claims } = await verifyAccessToken(auth, token)
    expect(() => Object.assign(claims, { sub: 'admin' })).toThrow(TypeError)
    const { roles } = claims['tenant'] as { roles: string[] }
    expect(() => roles.push('admin')).toThrow(TypeError)
    expect((await verifyAccessToken(auth, token)).claims).toEqual({ ...good, tenant: { roles: ['reader'] } })
  })
  test('harms nobody who changes its scopes', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const token = forge({ ...good, scope: 'me' })
    const { scopes } = await verifyAccessToken(auth, token)
    expect(() => (scopes as string[]).push('admin')).toThrow(TypeError)
    expect((await verifyAccessToken(auth, token)).scopes).toEqual(['me'])
  })
  test('vouches for no other spelling of itself, and for no forgery', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const token = forge(good)
    await verifyAccessToken(auth, token)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const admin = Buffer.from(JSON.stringify({ ...good, sub: 'admin' })).toString('base64url')
    const variants = [
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      `${header}.${payload}.`,
      `${header}.${admin}.${signature}`,
    ]
    for (const variant of variants) {
      expect(await rejection(verifyAccessToken(auth, variant))).toMatchObject({ code: 'invalid_token' })
    }
  })
  test('vouches for none that differs from it in one character, wherever that stands', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const token = forge(good)
    await verifyAccessToken(auth, token)
    for (let i = 0; i < token.length; i += 1) {
      if (token[i] === '.') continue
      // Both may end any segment, so that nothing but the signature tells the two apart.
      const variant = `${token.slice(0, i)}${token[i] === 'A' ? 'Q' : 'A'}${token.slice(i + 1)}`
      expect(await rejection(verifyAccessToken(auth, variant))).toMatchObject({ code: 'invalid_token' })
    }
  })
})

describe('a key', () => {
  test('that has left the ring takes its tokens along', async () => {
    const [old, current] = [hs256(SECRET, { kid: 'old' }), hs256(SECRET.toUpperCase(), { kid: 'new' })]
    const token = forge(good, { alg: 'HS256', kid: 'old' })
    await verifyAccessToken({ key: keyRing(current, old), ...at(NOW) }, token)
    const refused = verifyAccessToken({ key: keyRing(current), ...at(NOW) }, token)
    expect(await rejection(refused)).toMatchObject({ reason: 'signature' })
  })
  test.each(['at once', 'later'])('that a set answers %s counts only as long as it does', async (when) => {
    const [first, second] = [freshKey(), hs256(SECRET.toUpperCase())]
    let source: VerifyKey = first
    const key: VerifyKey = {
      algorithms: ['HS256'],
      findKey: (hint) => (when === 'later' ? Promise.resolve(source.findKey(hint)) : source.findKey(hint)),
    }
    await verifyAccessToken({ key, ...at(NOW) }, forge(good))
    await verifyAccessToken({ key, ...at(NOW) }, forge(good))
    expect(signatures).toHaveBeenCalledTimes(1)
    source = second
    expect(await rejection(verifyAccessToken({ key, ...at(NOW) }, forge(good)))).toMatchObject({ reason: 'signature' })
    source = first
    await verifyAccessToken({ key, ...at(NOW) }, forge(good))
    expect(signatures).toHaveBeenCalledTimes(3)
  })
  test('that a set holds no longer is looked for once, and its tokens are forgotten', async () => {
    const own = freshKey()
    const findKey = vi.fn<VerifyKey['findKey']>((hint) => own.findKey(hint))
    const auth = { key: { algorithms: ['HS256'], findKey }, ...at(NOW) }
    await verifyAccessToken(auth, forge(good))
    findKey.mockClear().mockReturnValueOnce(undefined)
    expect(await rejection(verifyAccessToken(auth, forge(good)))).toMatchObject({ reason: 'signature' })
    expect(findKey).toHaveBeenCalledTimes(1)
    await verifyAccessToken(auth, forge(good))
    expect(signatures).toHaveBeenCalledTimes(2)
  })
  test('remembers its own tokens only', async () => {
    await verifyAccessToken({ key: freshKey(), ...at(NOW) }, forge(good))
    await verifyAccessToken({ key: freshKey(), ...at(NOW) }, forge(good))
    expect(signatures).toHaveBeenCalledTimes(2)
  })
})

describe('the memory', () => {
  /** Of one length, 17 kB by the cache's own estimate: 1,000 of them fill a generation. */
  const large = (n: number): string => forge({ ...good, n: String(n).padStart(4, '0'), padding: 'x'.repeat(5800) })

  test('is bounded: tokens that nobody asks for are forgotten, and one that is used is kept', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    for (let n = 0; n < 4800; n += 1) {
      await verifyAccessToken(auth, large(n))
      if (n % 400 === 0) await verifyAccessToken(auth, large(0))
    }
    expect(signatures).toHaveBeenCalledTimes(4800)
    await verifyAccessToken(auth, large(0))
    await verifyAccessToken(auth, large(4799))
    expect(signatures).toHaveBeenCalledTimes(4800)
    await verifyAccessToken(auth, large(1))
    expect(signatures).toHaveBeenCalledTimes(4801)
  })
  test('holds two generations of 16 MiB, a token being 512 bytes and two for each character', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const generation = Math.floor((16 * 1024 * 1024) / (512 + 2 * large(0).length))
    for (let n = 0; n < 2 * generation; n += 1) await verifyAccessToken(auth, large(n))
    signatures.mockClear()
    await verifyAccessToken(auth, large(0))
    expect(signatures, 'the oldest is still there').not.toHaveBeenCalled()
    await verifyAccessToken(auth, large(1))
    expect(signatures, 'one more, and those of its age are gone').toHaveBeenCalledTimes(1)
  })
  test('counts a token once that several requests see first at once', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    const verify = (n: number): Promise<unknown> => verifyAccessToken(auth, large(n))
    for (let n = 0; n < 900; n += 1) await Promise.all([verify(n), verify(n), verify(n)])
    signatures.mockClear()
    await verify(0)
    expect(signatures).not.toHaveBeenCalled()
  })
  test('counts a token no longer whose key has gone', async () => {
    const keys = [freshKey(), freshKey()]
    let turn = 0
    const key: VerifyKey = { algorithms: ['HS256'], findKey: (hint) => keys[turn % 2]?.findKey(hint) }
    const auth = { key, ...at(NOW) }
    // 3,800 times one is counted, of which a generation holds not quite a thousand.
    for (turn = 0; turn < 38; turn += 1) {
      for (let n = 0; n < 100; n += 1) await verifyAccessToken(auth, large(n))
    }
    for (let n = 100; n < 1900; n += 1) await verifyAccessToken(auth, large(n))
    signatures.mockClear()
    await verifyAccessToken(auth, large(100))
    expect(signatures).not.toHaveBeenCalled()
  })
  test('gives refused tokens no room that good ones have', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    await verifyAccessToken(auth, large(0))
    for (let n = 0; n < 2500; n += 1) await rejection(verifyAccessToken(auth, `${large(n)}x`))
    signatures.mockClear()
    await verifyAccessToken(auth, large(0))
    expect(signatures).not.toHaveBeenCalled()
  })
  test('holds no refused token', async () => {
    const auth = { key: freshKey(), ...at(NOW) }
    for (const token of [forge({ ...good, sub: 7 }), forge({ ...good, exp: undefined })]) {
      await rejection(verifyAccessToken(auth, token))
      await rejection(verifyAccessToken(auth, token))
    }
    expect(signatures).toHaveBeenCalledTimes(4)
  })
})

describe('verifiers with and without a memory', () => {
  const time = fc.integer({ min: NOW - 50, max: NOW + 50 })
  const nearly = <T>(usual: fc.Arbitrary<T>, ...others: unknown[]): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...others) })
  const seldom = <T>(other: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: other })
  const tokens = fc.record({
    claims: fc.record({
      sub: nearly(fc.constant('johndoe'), '', 7, undefined),
      exp: nearly(fc.integer({ min: NOW - 20, max: NOW + 300 }), 'soon', undefined),
      nbf: seldom(time),
      iat: seldom(time),
      iss: seldom(fc.constantFrom('one', 'two')),
      aud: seldom(fc.constantFrom('one', 'two', ['one', 'two'])),
      scope: nearly(fc.constantFrom('me', 'me items', undefined), ['me']),
    }),
    typ: fc.constantFrom('JWT', 'JWT', 'at+jwt', undefined, 'dpop+jwt'),
  })
  const requests = fc.array(
    fc.record({
      now: time.map((now) => () => now),
      issuer: seldom(fc.constant('one')),
      audience: seldom(fc.constantFrom('one', 'two')),
      clockTolerance: seldom(fc.constantFrom(0, 10, 300)),
      tokenTypes: seldom(fc.constantFrom(['JWT'], ['JWT', 'dpop+jwt'])),
      claims: seldom(fc.constant(v.object({ sub: v.string(), scope: v.literal('me') }))),
    }),
    { minLength: 5, maxLength: 5 },
  )
  const outcome = (auth: Parameters<typeof verifyAccessToken>[0], token: string): Promise<unknown> =>
    verifyAccessToken(auth, token).catch((error: unknown) => {
      if (error instanceof InvalidTokenError) return error.reason
      throw error
    })

  test('agree on every token at every time', async () => {
    const key = freshKey()
    const found = { accepted: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(tokens, requests, async ({ claims, typ }, asked) => {
        const token = forge(claims, { alg: 'HS256', typ })
        await outcome({ key, audience: [claims.aud].flat()[0], ...at(NOW) }, token)
        for (const config of asked) {
          signatures.mockClear()
          const remembered = await outcome({ key, ...config }, token)
          const isHit = signatures.mock.calls.length === 0
          expect(remembered).toEqual(await outcome({ key, ...config, tokenCache: false }, token))
          if (isHit) found[typeof remembered === 'string' ? 'refused' : 'accepted'] += 1
        }
      }),
      { numRuns: 300 },
    )
    // About 380 and 850: a test in which nearly nothing is remembered, or all of it refused, would show nothing.
    expect(found.accepted).toBeGreaterThan(100)
    expect(found.refused).toBeGreaterThan(100)
  })
})

test('a token made here is remembered like any other', async () => {
  const key = freshKey()
  const token = await createAccessToken({ key }, { sub: 'johndoe' })
  await verifyAccessToken({ key }, token)
  await verifyAccessToken({ key }, token)
  expect(signatures).toHaveBeenCalledTimes(1)
})
