import {
  type AccessTokenClaims,
  type Account,
  anyOf,
  type Auth,
  authenticateUser,
  createAccessToken,
  type CurrentUser,
  defineAuth,
  type Dependency,
  depends,
  getCurrentUser,
  grantScopes,
  hs256,
  httpBasic,
  httpBearer,
  issuer,
  keyRing,
  type LocalKey,
  passwordGrant,
  optional,
  publicKey,
  type PasswordForm,
  security,
  type SecurityScheme,
  type SigningKey,
  type TokenUsers,
} from '@scopetree/core'
import * as v from 'valibot'
import { describe, expectTypeOf, it } from 'vitest'

interface User {
  name: string
}
declare const users: ReadonlyMap<string, { user: User; passwordHash: string }>
const request = new Request('http://localhost')
const form = { scopes: ['me'] } as Pick<PasswordForm, 'scopes'>
const key = hs256('…')
const findUser = (username: string) => users.get(username)

const auth = defineAuth({
  key,
  scopes: { me: 'Me.', items: 'Items.' },
  findUser: async (username) => users.get(username),
  savePasswordHash: (user, hash) => expectTypeOf([user, hash] as const).toEqualTypeOf<readonly [User, string]>(),
  scopesFor: (user) => (user.name === '' ? [] : ['me']),
  expiresIn: undefined,
})

describe('defineAuth', () => {
  it('takes the user, the claims and the scopes from what is in it', () => {
    expectTypeOf(auth).toEqualTypeOf<Auth<User, AccessTokenClaims, 'me' | 'items'>>()
    expectTypeOf(authenticateUser(auth, '', '')).resolves.toEqualTypeOf<User | null>()
    expectTypeOf(getCurrentUser(auth, '')).resolves.toEqualTypeOf<{
      readonly user: User
      readonly scopes: readonly string[]
      readonly claims: AccessTokenClaims
    }>()
    expectTypeOf(passwordGrant(auth, request)).resolves.not.toBeAny()
  })

  it('passes where some user’s config is asked for', () => {
    expectTypeOf(auth).toExtend<Auth<User>>()
  })

  it('without findUser and loadUser the user is the claims', async () => {
    const server = defineAuth({ key: publicKey({}), claims: v.object({ tenant: v.string() }) })
    const { user, claims } = await getCurrentUser(server, '')
    expectTypeOf(user).toEqualTypeOf<{ tenant: string }>()
    expectTypeOf(claims).toEqualTypeOf<{ tenant: string }>()
    const bare = defineAuth({ key: publicKey({}) })
    const plain = await getCurrentUser(bare, '')
    expectTypeOf(plain.user).toEqualTypeOf<AccessTokenClaims>()
  })

  it('loadUser says who the user is', async () => {
    const server = defineAuth({
      key: publicKey({}),
      claims: v.object({ tenant: v.string() }),
      loadUser: async ({ tenant }) => ({ owner: tenant }),
    })
    expectTypeOf((await getCurrentUser(server, '')).user).toEqualTypeOf<{ owner: string }>()
  })

  it('is read alike inline and from a variable', async () => {
    const { user } = await getCurrentUser(defineAuth({ key }), '')
    expectTypeOf(user).toEqualTypeOf<AccessTokenClaims>()
    const schema = v.object({ tenant: v.string() })
    const tenant = await getCurrentUser(defineAuth({ key: publicKey({}), claims: schema }), '')
    expectTypeOf(tenant.user).toEqualTypeOf<{ tenant: string }>()
    const found = await getCurrentUser(defineAuth({ key, findUser, scopes: { me: '' } }), request, ['me'])
    expectTypeOf(found.user).toEqualTypeOf<User>()
    const loaded = await getCurrentUser(defineAuth({ key, loadUser: async ({ sub }) => (sub ? { sub } : null) }), '')
    expectTypeOf(loaded.user).toEqualTypeOf<{ sub: string }>()
    // @ts-expect-error "item" is not "me"
    expectTypeOf(() => getCurrentUser(defineAuth({ key, scopes: { me: '' } }), request, ['item'])).toBeFunction()
  })

  it('and a plain object say who the user is, wherever the answer goes', () => {
    const issued = { key: issuer('https://login.example', { audience: 'https://api.example' }) }
    const schema = v.object({ tenant: v.string() })
    const schemes = [
      httpBearer({}, (token) => getCurrentUser(issued, token)),
      httpBearer({}, (token) => getCurrentUser({ key }, token)),
      httpBearer({}, (token) => getCurrentUser(defineAuth({ key }), token)),
      httpBearer({}, async (token) => getCurrentUser(issued, token)),
      httpBearer({}, async (token) => await getCurrentUser({ key }, token)),
      httpBearer({}, async (token) => (token === '' ? null : getCurrentUser({ key }, token))),
    ] as const
    expectTypeOf<(typeof schemes)[number]>().toEqualTypeOf<
      SecurityScheme<AccessTokenClaims, never, AccessTokenClaims>
    >()
    expectTypeOf(httpBearer({}, (token) => getCurrentUser({ key, claims: schema }, token))).toEqualTypeOf<
      SecurityScheme<{ tenant: string }, never, { tenant: string }>
    >()
    expectTypeOf(httpBearer({}, (token) => getCurrentUser({ key, findUser }, token))).toEqualTypeOf<
      SecurityScheme<User, never, AccessTokenClaims>
    >()
    expectTypeOf(depends(schemes[0], (user) => user.sub)).toEqualTypeOf<Dependency<string>>()
  })

  it('say who it is as the type itself, which is one with the same from elsewhere', () => {
    type User = { readonly kind: 'person'; readonly name: string } | { readonly kind: 'robot' }
    const server = defineAuth({ key, scopes: { me: '' }, findUser: (): Account<User> | undefined => undefined })
    const currentUser = httpBearer({ scopes: server.scopes }, (token) => getCurrentUser(server, token))
    const basic = httpBasic({ scopes: { me: '' } }, (): { user: User } | null => null)
    const guest = optional(currentUser)
    const caller = anyOf(currentUser, basic)
    const demanding = security(currentUser, 'me')
    // `toEqualTypeOf` takes `NoInfer<User>` for `User`.
    type Same<A, B> = (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2 ? true : false
    expectTypeOf<Same<typeof currentUser, SecurityScheme<User, 'me', AccessTokenClaims>>>().toEqualTypeOf<true>()
    expectTypeOf<Same<typeof guest, Dependency<User | null>>>().toEqualTypeOf<true>()
    expectTypeOf<Same<typeof caller, Dependency<User, 'me'>>>().toEqualTypeOf<true>()
    expectTypeOf<Same<typeof demanding, Dependency<User, 'me'>>>().toEqualTypeOf<true>()
  })

  it('does not take another’s word for who the user is', () => {
    // @ts-expect-error nothing makes a User of the claims
    expectTypeOf((): Promise<CurrentUser<User>> => getCurrentUser({ key }, '')).toBeFunction()
  })

  it('passes through functions of a user’s own', () => {
    const wrapped = <U, C>(config: TokenUsers<U, C>): Promise<CurrentUser<U, C>> => getCurrentUser(config, '')
    expectTypeOf(wrapped(auth)).resolves.toEqualTypeOf<CurrentUser<User>>()
  })

  it('refuses options that are misspelt or of another type', () => {
    // @ts-expect-error a misspelt option would weaken in silence
    expectTypeOf(() => defineAuth({ key, isuer: 'https://issuer.example' })).toBeFunction()
    // @ts-expect-error durations are numbers of seconds
    expectTypeOf(() => defineAuth({ key, findUser, expiresIn: '15m' })).toBeFunction()
    // @ts-expect-error a bare user, whose hash would travel along
    expectTypeOf(() => defineAuth({ key, findUser: () => ({ name: 'x', passwordHash: 'y' }) })).toBeFunction()
    // @ts-expect-error scopesFor allows a scope that is not declared
    expectTypeOf(() => defineAuth({ key, findUser, scopes: { me: '' }, scopesFor: () => ['admin'] })).toBeFunction()
    // @ts-expect-error a hasher, not a name
    expectTypeOf(() => defineAuth({ key, findUser, hasher: 'bcrypt' })).toBeFunction()
  })
})

describe('scopes', () => {
  it('that are misspelt do not compile', () => {
    // @ts-expect-error "item" is none of "me" | "items"
    expectTypeOf(() => createAccessToken(auth, { sub: 'x', scopes: ['item'] })).toBeFunction()
    // @ts-expect-error "item" is none of "me" | "items"
    expectTypeOf(() => getCurrentUser(auth, request, ['item'])).toBeFunction()
  })

  it('that are not declared are named as a type, so that no wish passes for a grant', () => {
    expectTypeOf(createAccessToken<'me'>({ key }, { sub: 'x', scopes: ['me'] })).resolves.toEqualTypeOf<string>()
    // @ts-expect-error no scope is declared
    expectTypeOf(() => createAccessToken({ key }, { sub: 'x', scopes: ['me'] })).toBeFunction()
    // @ts-expect-error string[] is a wish
    expectTypeOf(() => createAccessToken({ key }, { sub: 'x', scopes: form.scopes })).toBeFunction()
    // @ts-expect-error "item" is not "me"
    expectTypeOf(() => createAccessToken<'me'>({ key }, { sub: 'x', scopes: ['item'] })).toBeFunction()
  })

  it('that the client requested do not go straight into a token', () => {
    expectTypeOf(grantScopes(form.scopes, ['me', 'items'])).toEqualTypeOf<('me' | 'items')[]>()
    const scopes = grantScopes(form.scopes, ['me', 'items'])
    expectTypeOf(createAccessToken(auth, { sub: 'x', scopes })).resolves.toEqualTypeOf<string>()
    // @ts-expect-error string[] is a wish
    expectTypeOf(() => createAccessToken(auth, { sub: 'x', scopes: form.scopes })).toBeFunction()
    const others = grantScopes(form.scopes, ['admin'])
    // @ts-expect-error what is granted is not declared
    expectTypeOf(() => createAccessToken(auth, { sub: 'x', scopes: others })).toBeFunction()
  })
})

it('reserved claims do not compile', () => {
  // @ts-expect-error written by createAccessToken
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', exp: 5 })).toBeFunction()
  // @ts-expect-error written by createAccessToken
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', iat: 5 })).toBeFunction()
  // @ts-expect-error a verifier would read scopes from it
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', scope: 'me' })).toBeFunction()
  // @ts-expect-error a verifier would read scopes from it
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', scp: 'me' })).toBeFunction()
  // @ts-expect-error a verifier would read scopes from it
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', permissions: ['me'] })).toBeFunction()
  // @ts-expect-error written by createAccessToken
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', aud: 'api' })).toBeFunction()
  // @ts-expect-error written by createAccessToken
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', iss: 'me' })).toBeFunction()
  // @ts-expect-error a token has a subject
  expectTypeOf(() => createAccessToken(auth, { scopes: [] })).toBeFunction()
  expectTypeOf(() => createAccessToken(auth, { sub: 'x', tenant: 'acme', nbf: 5, jti: 'y' })).toBeFunction()
})

describe('a public key', () => {
  const verifyKey = publicKey({})
  const server = defineAuth({ key: verifyKey })

  it('does not sign', () => {
    // @ts-expect-error signingKey is missing
    expectTypeOf(() => createAccessToken({ key: verifyKey }, { sub: 'x' })).toBeFunction()
    // @ts-expect-error signingKey is missing
    expectTypeOf(() => createAccessToken(server, { sub: 'x' })).toBeFunction()
  })

  it('does not make a config that logs users in', () => {
    // @ts-expect-error findUser may be missing
    expectTypeOf(() => authenticateUser(server, '', '')).toBeFunction()
    // @ts-expect-error signingKey is missing
    expectTypeOf(() => passwordGrant(server, request)).toBeFunction()
  })

  it('makes a ring that does not sign', () => {
    expectTypeOf(keyRing(verifyKey, verifyKey)).toEqualTypeOf<LocalKey>()
    expectTypeOf(keyRing(key, key)).toEqualTypeOf<SigningKey>()
  })
})
