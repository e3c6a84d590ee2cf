import { verifyAccessToken, type TokenVerifier, type VerifiedAccessToken } from '@scopetree/core'
import { fakeIssuer, type FakeIssuer } from '@scopetree/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { createApp } from '../examples/issuers/api/app.js'
import { auth as auth0 } from '../examples/issuers/configs/auth0.js'
import { auth as betterAuth } from '../examples/issuers/configs/better-auth.js'
import { auth as cognito } from '../examples/issuers/configs/cognito.js'
import { auth as entra } from '../examples/issuers/configs/entra.js'
import { auth as keycloak } from '../examples/issuers/configs/keycloak.js'

const now = Math.floor(Date.now() / 1000)

/** An API fetches keys once, so one fake signs all of an issuer's tokens. */
const AUTH0 = fakeIssuer({ issuer: 'https://my-domain.auth0.com/' })
const ENTRA = fakeIssuer({ issuer: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0' })

/** As the page says of tokens that an application got for itself. */
const entraForApplications: TokenVerifier<{ idtyp: 'app' }> = {
  key: entra.key,
  tokenTypes: ['JWT'],
  scopeClaim: ['roles'],
  claims: v.looseObject({ idtyp: v.literal('app') }),
}

/** Members that both of Auth0's profiles have. */
const AUTH0_CLAIMS = {
  iss: 'https://my-domain.auth0.com/',
  sub: 'auth0|123456',
  aud: ['https://api.example.com', 'https://my-domain.auth0.com/userinfo'],
  exp: now + 86_400,
  iat: now,
  scope: 'openid profile',
  permissions: ['read:items'],
}

/** Members that Entra puts into tokens for users and for applications. */
const ENTRA_CLAIMS = {
  aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
  iss: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
  iat: now,
  nbf: now,
  exp: now + 3600,
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  tid: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  ver: '2.0',
}

/** What turns a token into one that must not pass, and the reason. */
type Refusal = readonly [title: string, changes: Readonly<Record<string, unknown>>, reason: string]

/** The shapes that each documents, with times of today. */
interface Shape {
  readonly verify: (token: string) => Promise<VerifiedAccessToken<unknown>>
  readonly fake: FakeIssuer
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly scopes: readonly string[]
  readonly refused: readonly Refusal[]
}

const SHAPES: Readonly<Record<string, Shape>> = {
  Auth0: {
    verify: (token) => verifyAccessToken(auth0, token),
    fake: AUTH0,
    header: { typ: 'JWT' },
    claims: { ...AUTH0_CLAIMS, azp: 'my_client_id' },
    scopes: ['read:items'],
    refused: [
      ['the ID token', { aud: 'my_client_id', permissions: undefined, nonce: 'n' }, 'audience'],
      ['a token of another tenant', { iss: 'https://other.auth0.com/' }, 'issuer'],
      ['permissions as a text', { permissions: 'read:items' }, 'claims'],
    ],
  },
  'Auth0, RFC 9068 profile': {
    verify: (token) => verifyAccessToken(auth0, token),
    fake: AUTH0,
    header: { typ: 'at+jwt' },
    claims: { ...AUTH0_CLAIMS, client_id: 'my_client_id', jti: '73WakrfVbNJBaAmhQtEeDv' },
    scopes: ['read:items'],
    refused: [['the ID token', { aud: 'my_client_id', permissions: undefined, nonce: 'n' }, 'audience']],
  },
  'Entra, v2.0': {
    verify: (token) => verifyAccessToken(entra, token),
    fake: ENTRA,
    header: { typ: 'JWT' },
    claims: {
      ...ENTRA_CLAIMS,
      aio: 'AXQAi/8IAAAA',
      azp: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
      azpacr: '0',
      name: 'Abe Lincoln',
      preferred_username: 'abeli@microsoft.com',
      rh: 'I',
      scp: 'access_as_user',
      sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
      uti: 'fqiBqXLPj0eQa82S-IYFAA',
    },
    scopes: ['access_as_user'],
    refused: [
      ['the ID token', { scp: undefined, nonce: 'n' }, 'claims'],
      ['a token of v1.0', { iss: 'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/' }, 'issuer'],
      ['a token of another tenant', { tid: '9188040d-6c67-4c5b-b112-36a304b66dad' }, 'claims'],
      ['a token for Microsoft Graph', { aud: '00000003-0000-0000-c000-000000000000' }, 'audience'],
    ],
  },
  'Entra, v2.0, for applications': {
    verify: (token) => verifyAccessToken(entraForApplications, token),
    fake: ENTRA,
    header: { typ: 'JWT' },
    claims: {
      ...ENTRA_CLAIMS,
      azp: '11112222-bbbb-3333-cccc-4444dddd5555',
      azpacr: '1',
      idtyp: 'app',
      roles: ['Items.Read.All'],
      sub: ENTRA_CLAIMS.oid,
    },
    scopes: ['Items.Read.All'],
    refused: [['the ID token of a user with that role', { idtyp: undefined, nonce: 'n' }, 'claims']],
  },
  Cognito: {
    verify: (token) => verifyAccessToken(cognito, token),
    fake: fakeIssuer({ issuer: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example' }),
    header: {},
    claims: {
      sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      device_key: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      'cognito:groups': ['admin'],
      token_use: 'access',
      scope: 'openid items-api/read',
      auth_time: now,
      iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
      exp: now + 3600,
      iat: now,
      version: 2,
      jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      client_id: '57cbishk4j24pabc1234567890',
      username: 'janedoe@example.com',
    },
    scopes: ['openid', 'items-api/read'],
    refused: [
      ['the ID token', { client_id: undefined, aud: '57cbishk4j24pabc1234567890', token_use: 'id' }, 'audience'],
      ['a token for another app client', { client_id: '1example23456789' }, 'audience'],
      ['a token that has an audience', { aud: 'https://other-api.example.com' }, 'audience'],
      ['a token for another use', { token_use: 'id' }, 'claims'],
    ],
  },
  Keycloak: {
    verify: (token) => verifyAccessToken(keycloak, token),
    fake: fakeIssuer({ issuer: 'https://login.example.com/realms/my-realm' }),
    header: { typ: 'JWT' },
    claims: {
      exp: now + 300,
      iat: now,
      jti: 'trrtcc:312ee6c0-1f4e-4d3c-a2f4-6d1d9a4b2f0e',
      iss: 'https://login.example.com/realms/my-realm',
      aud: ['items-api', 'account'],
      sub: 'f1c4f64e-2c0c-4cda-8c9f-9f3f8f3a2b0e',
      typ: 'Bearer',
      azp: 'my-client',
      sid: '4c0a3a8a-3a47-4f2f-8e89-9e5f9b0a0a0a',
      acr: '1',
      realm_access: { roles: ['default-roles-my-realm', 'offline_access', 'read-items'] },
      resource_access: { account: { roles: ['manage-account', 'view-profile'] } },
      scope: 'openid email profile',
      preferred_username: 'johndoe',
    },
    scopes: ['default-roles-my-realm', 'offline_access', 'read-items'],
    refused: [
      ['the ID token', { typ: 'ID', aud: 'my-client' }, 'audience'],
      ['an ID token for this client', { typ: 'ID' }, 'claims'],
      ['a token without the audience mapper', { aud: 'account' }, 'audience'],
      ['a token of another realm', { iss: 'https://login.example.com/realms/master' }, 'issuer'],
      ['roles that are no list', { realm_access: { roles: { admin: true } } }, 'claims'],
    ],
  },
  'better-auth': {
    verify: (token) => verifyAccessToken(betterAuth, token),
    fake: fakeIssuer({
      issuer: 'https://app.example.com',
      jwksUrl: 'https://app.example.com/api/auth/jwks',
      alg: 'EdDSA',
    }),
    header: {},
    claims: {
      iat: now,
      name: 'Jane Doe',
      email: 'jane@example.com',
      emailVerified: true,
      image: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      id: 'u1z8W9s6Zk3eVQdT',
      permissions: ['read:items'],
      sub: 'u1z8W9s6Zk3eVQdT',
      exp: now + 900,
      iss: 'https://app.example.com',
      aud: 'https://app.example.com',
    },
    scopes: ['read:items'],
    refused: [['a token for another service', { aud: 'https://other.example.com' }, 'audience']],
  },
}

afterEach(() => vi.unstubAllGlobals())

describe.each(Object.entries(SHAPES))('%s', (_, { verify, fake, header, claims, scopes, refused }) => {
  beforeEach(() => {
    vi.stubGlobal('fetch', fake.fetch)
  })

  test('its access token is accepted with these options', async () => {
    const verified = await verify(await fake.sign(claims, header))
    expect([verified.subject, verified.scopes]).toEqual([claims['sub'], scopes])
  })

  test.each<Refusal>([['an expired one', { exp: now - 3600 }, 'expired'], ...refused])(
    '%s is not',
    async (_, changes, reason) => {
      await expect(verify(await fake.sign({ ...claims, ...changes }, header))).rejects.toMatchObject({ reason })
    },
  )
})

test("without 'JWT' Auth0's config takes the tokens of the RFC 9068 profile alone", async () => {
  const auth: TokenVerifier = { ...auth0, tokenTypes: auth0.tokenTypes?.filter((type) => type !== 'JWT') }
  vi.stubGlobal('fetch', AUTH0.fetch)
  await verifyAccessToken(auth, await AUTH0.sign(AUTH0_CLAIMS, { typ: 'at+jwt' }))
  const refused = verifyAccessToken(auth, await AUTH0.sign(AUTH0_CLAIMS, { typ: 'JWT' }))
  await expect(refused).rejects.toMatchObject({ reason: 'type' })
})

describe('an issuer that follows RFC 9068', () => {
  const fake = fakeIssuer({ issuer: 'https://login.example.com', audience: 'https://api.example.com' })
  const get = async (app: ReturnType<typeof createApp>, token: string): Promise<Response> =>
    app.request('/items', { headers: { authorization: `Bearer ${token}` } })

  test('needs no option', async () => {
    const app = createApp({ fetch: fake.fetch })
    const answer = await get(app, await fake.token({ scope: 'items:read' }))
    expect([answer.status, await answer.json()]).toEqual([200, [{ name: 'Foo', owner: 'johndoe' }]])
  })

  test('is not taken for one that refuses while it is out of reach', async () => {
    fake.fail('refused')
    const answer = await get(createApp({ fetch: fake.fetch, onError: () => undefined }), await fake.token())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    fake.recover()
  })
})
