import { createAccessToken, hs256, verifyAccessToken, type ScopeClaim } from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { forge, good, key, NOW } from '../credentials/jws.js'

async function scopesOf(scopeClaim: ScopeClaim, claims: object): Promise<unknown> {
  return verifyAccessToken({ key, now: () => NOW, scopeClaim }, forge({ ...good, ...claims })).then(
    ({ scopes }) => scopes,
    (error: { reason?: unknown }) => error.reason,
  )
}

describe('each claim in its own format', () => {
  it.each<[ScopeClaim, object, unknown]>([
    ['scope', { scope: 'a b a' }, ['a', 'b']],
    ['scope', { scope: ['a'] }, 'claims'],
    ['scp', { scp: 'a b' }, ['a', 'b']],
    ['scp', { scp: ['a', 'b'] }, ['a', 'b']],
    ['scp', { scp: ['a', 7] }, 'claims'],
    ['scp', { scp: { a: true } }, 'claims'],
    ['permissions', { permissions: ['read:items', 'read:items'] }, ['read:items']],
    ['permissions', { permissions: 'read:items' }, 'claims'],
    ['permissions', { scope: 'read:items' }, []],
    [['roles'], { roles: ['a'] }, ['a']],
    [['roles'], { roles: 'a b' }, ['a', 'b']],
    [['roles'], { roles: 7 }, 'claims'],
    [['realm_access', 'roles'], { realm_access: { roles: ['a', 'b'] } }, ['a', 'b']],
    [['realm_access', 'roles'], { realm_access: {} }, []],
    [['realm_access', 'roles'], {}, []],
    [['realm_access', 'roles'], { realm_access: ['roles'] }, 'claims'],
    [['realm_access', 'roles'], { realm_access: 'roles' }, 'claims'],
    [['realm_access', 'roles'], { realm_access: null }, 'claims'],
    [['realm_access', 'roles'], { realm_access: { roles: { a: true } } }, 'claims'],
    [['resource_access', 'my.client', 'roles'], { resource_access: { 'my.client': { roles: ['a'] } } }, ['a']],
    [['https://api.test/roles'], { 'https://api.test/roles': ['a'] }, ['a']],
    [['constructor', 'name'], {}, []],
    [['realm_access', 'constructor', 'name'], { realm_access: {} }, []],
  ])('%j in %j gives %j', async (claim, claims, expected) => {
    expect(await scopesOf(claim, claims)).toEqual(expected)
  })
})

describe('tokens of our own', () => {
  const issue = (scopeClaim: ScopeClaim, claims: object = {}): Promise<string> =>
    createAccessToken(
      { key: hs256(crypto.randomUUID()), scopes: { a: '', b: '' }, scopeClaim },
      { sub: 'johndoe', scopes: ['a', 'b'], ...claims },
    )
  const payloadOf = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

  it.each([
    ['scp', 'a b'],
    ['permissions', ['a', 'b']],
  ] as const)('are written with %s, too', async (claim, expected) => {
    expect(payloadOf(await issue(claim))).toMatchObject({ [claim]: expected })
  })

  it.each(['roles', 'https://api.test/roles'])('are written with a path of one name, %s, as it reads', async (name) => {
    const config = { key: hs256(crypto.randomUUID()), scopeClaim: [name] } as const
    const token = await createAccessToken<'a' | 'b'>(config, { sub: 'johndoe', scopes: ['a', 'b', 'a'] })
    expect(payloadOf(token)).toMatchObject({ [name]: ['a', 'b'] })
    expect((await verifyAccessToken(config, token)).scopes).toEqual(['a', 'b'])
    const bare = await createAccessToken(config, { sub: 'johndoe' })
    expect(payloadOf(bare)).not.toHaveProperty([name])
    expect((await verifyAccessToken(config, bare)).scopes).toEqual([])
  })

  it.each([{ scopes: [] }, { scopes: ['a'] }])(
    'are not written by a path of several names, with %o',
    async (claims) => {
      await expect(issue(['realm_access', 'roles'], claims)).rejects.toThrow(
        new TypeError('"scopeClaim": a path of several names is for reading the tokens of other issuers'),
      )
    },
  )

  it.each(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'])('have no scopes in %s', async (name) => {
    await expect(issue([name])).rejects.toThrow(new TypeError(`"scopeClaim": "${name}" is a claim of another meaning`))
  })

  it.each([{ scopes: [] }, { scopes: ['a'] }])('get no scopes from a claim of the caller, with %o', async (claims) => {
    await expect(issue(['roles'], { ...claims, roles: ['admin'] })).rejects.toThrow('"roles" is a claim that verifiers')
  })

  it.each(['scope', 'scp', 'permissions'])('hold no %s of their own, which a verifier might read', async (name) => {
    await expect(issue('scope', { [name]: 'admin' })).rejects.toThrow(`"${name}" is a claim that`)
  })
})
