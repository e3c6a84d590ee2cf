import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { createAccessToken, hs256, keyRing, verifyAccessToken, type VerifyKey } from '@scopetree/core'
import { forge, good, NOW, rejection, SECRET } from './jws.js'

/** How often a signature was computed to be compared: what a remembered token saves. */
const signatures = vi.spyOn(crypto.subtle, 'verify')
beforeEach(() => void signatures.mockClear())
afterEach(() => vi.useRealTimers())

/** Each test its own key: what is remembered belongs to a key. */
const freshKey = (): ReturnType<typeof hs256> => hs256(SECRET)
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
  test('expires while it is remembered', async () => {
    const key = freshKey()
    await verifyAccessToken({ key, ...at(good.exp - 1) }, forge(good))
    expect(await rejection(verifyAccessToken({ key, ...at(good.exp) }, forge(good)))).toMatchObject({
      reason: 'expired',
    })
  })
  test('is judged by `nbf` again, for a clock that was set back', async () => {
    const key = freshKey()
    const token = forge({ ...good, nbf: NOW })
    await verifyAccessToken({ key, ...at(NOW) }, token)
    const early = verifyAccessToken({ key, ...at(NOW - 1) }, token)
    expect(await rejection(early)).toMatchObject({ reason: 'not_yet_valid' })
  })
  test('is judged by the audience of each verifier', async () => {
    const key = freshKey()
    const token = forge({ ...good, aud: 'one' })
    await verifyAccessToken({ key, audience: 'one', ...at(NOW) }, token)
    for (const audience of ['two', undefined]) {
      expect(await rejection(verifyAccessToken({ key, audience, ...at(NOW) }, token))).toMatchObject({
        reason: 'audience',
      })
    }
  })
  test('is judged by the schema of each verifier', async () => {
    const key = freshKey()
    const lax = v.looseObject({ sub: v.string() })
    const strict = v.object({ sub: v.string(), tenant: v.string() })
    const accepted = await verifyAccessToken({ key, claims: lax, ...at(NOW) }, forge(good))
    expect(accepted.claims).toMatchObject({ sub: 'johndoe' })
    const refused = verifyAccessToken({ key, claims: strict, ...at(NOW) }, forge(good))
    expect(await rejection(refused)).toMatchObject({ reason: 'claims' })
  })
  test('is judged by the types that each verifier takes', async () => {
    const key = freshKey()
    const token = forge(good, { alg: 'HS256', typ: 'at+jwt' })
    await verifyAccessToken({ key, ...at(NOW) }, token)
    const refused = verifyAccessToken({ key, tokenTypes: ['JWT'], ...at(NOW) }, token)
    expect(await rejection(refused)).toMatchObject({ reason: 'type' })
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
  /** About 17 kB each by the cache's own estimate: 1,000 of them fill a generation. */
  const large = (n: number): string => forge({ ...good, n, padding: 'x'.repeat(6000) })

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

test('verifiers with and without a memory agree on every token at every time', async () => {
  const key = freshKey()
  const time = fc.integer({ min: NOW - 50, max: NOW + 50 })
  const claims = fc.record(
    {
      sub: fc.constantFrom('johndoe', '', 7),
      exp: fc.oneof(time, fc.constant('soon')),
      nbf: time,
      iat: time,
      aud: fc.constantFrom('one', 'two', ['one', 'two']),
      scope: fc.constantFrom('me', 'me items', ['me']),
    },
    { requiredKeys: [] },
  )
  const audience = fc.constantFrom(undefined, 'one')
  const outcome = async (auth: Parameters<typeof verifyAccessToken>[0], token: string): Promise<unknown> =>
    verifyAccessToken(auth, token).catch((error: { reason: string }) => error.reason)
  await fc.assert(
    fc.asyncProperty(
      claims,
      fc.array(fc.tuple(time, audience), { minLength: 1, maxLength: 5 }),
      async (payload, asked) => {
        const token = forge(payload)
        for (const [now, aud] of asked) {
          const auth = { key, audience: aud, now: () => now }
          expect(await outcome(auth, token)).toEqual(await outcome({ ...auth, tokenCache: false }, token))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a token made here is remembered like any other', async () => {
  const key = freshKey()
  const token = await createAccessToken({ key }, { sub: 'johndoe' })
  await verifyAccessToken({ key }, token)
  await verifyAccessToken({ key }, token)
  expect(signatures).toHaveBeenCalledTimes(1)
})
