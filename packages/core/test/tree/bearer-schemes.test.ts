import {
  httpBearer,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2PasswordBearer,
  openIdConnect,
  security,
  treeOf,
  type BearerOptions,
  type SecurityScheme,
  type Verifier,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.js'
import { bearer, request } from './requests.js'

type Make = (options: BearerOptions<'me'>, verify: Verifier<string, string>) => SecurityScheme<string, 'me'>

const tokenUrl = 'token'
const schemes: readonly (readonly [name: string, make: Make])[] = [
  ['OAuth2PasswordBearer', (options, verify) => oauth2PasswordBearer({ tokenUrl, ...options }, verify)],
  [
    'OAuth2AuthorizationCodeBearer',
    (options, verify) => oauth2AuthorizationCode({ authorizationUrl: 'authorize', tokenUrl, ...options }, verify),
  ],
  ['OAuth2ClientCredentials', (options, verify) => oauth2ClientCredentials({ tokenUrl, ...options }, verify)],
  [
    'OpenIdConnect',
    (options, verify) =>
      openIdConnect(
        { openIdConnectUrl: 'https://issuer.example/.well-known/openid-configuration', ...options },
        verify,
      ),
  ],
  ['HTTPBearer', (options, verify) => httpBearer(options, verify)],
]

describe.each(schemes)('%s', (name, make) => {
  const scopes = { me: 'Read yourself.' }
  const user = make({ scopes }, (token) => ({ user: token, scopes: ['me'] }))

  it('hands the token to its verifier as it came', async () => {
    expect(await user(bearer('a.b-c~d+e/f=='))).toBe('a.b-c~d+e/f==')
  })

  it.each(['bearer', 'BEARER', 'bEaReR'])('takes the name of the scheme as %s', async (spelling) => {
    expect(await user(request({ authorization: `${spelling} token` }))).toBe('token')
  })

  it('takes several spaces before the token', async () => {
    expect(await user(request({ authorization: 'Bearer   token' }))).toBe('token')
  })

  it.each(['Bearer', 'Bearer ', 'bearer  '])('hands on an empty token only where FastAPI does: %j', async (value) => {
    const found = await user(request({ authorization: value })).catch((error: { code: string }) => error.code)
    expect(found).toBe(name.startsWith('OAuth2') ? '' : 'unauthenticated')
  })

  it.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['another scheme', { authorization: 'Basic am9obmRvZTpzZWNyZXQ=' }],
    ['a scheme that begins like it', { authorization: 'Bearerx token' }],
    ['a tab instead of a space', { authorization: 'Bearer\ttoken' }],
    ['the token without a scheme', { authorization: 'token' }],
    ['the token in another header', { 'x-authorization': 'Bearer token' }],
  ])('finds no credentials in a request with %s', async (_, headers) => {
    expect(await answer(user, request(headers))).toEqual({
      status: 401,
      challenge: 'Bearer',
      body: { detail: 'Not authenticated' },
    })
  })

  it('does not read a token from the query', async () => {
    expect(await answer(user, request({}, 'http://localhost/?access_token=token'))).toMatchObject({ status: 401 })
  })

  it.each(['Bearer a, Bearer b', 'Bearer a,Bearer b', 'Bearer a, Basic b', 'Basic a, Bearer b'])(
    'refuses two headers, which Fetch joins: %s',
    async (authorization) => {
      expect(await answer(user, request({ authorization }))).toMatchObject({
        status: 401,
        challenge: 'Bearer error="invalid_token", error_description="The credentials are malformed"',
      })
    },
  )

  it.each([null, undefined])('refuses whoever its verifier answers %s for', async (nobody) => {
    const strict = make({}, () => nobody)
    expect(await answer(strict, bearer('x'))).toEqual({
      status: 401,
      challenge: 'Bearer error="invalid_token", error_description="The credentials belong to no known user"',
      body: { error: 'invalid_token', error_description: 'The credentials belong to no known user' },
    })
  })

  it('names the realm in its challenge', async () => {
    const realm = make({ realm: 'the "inner" \\ ring', scopes }, () => null)
    expect(await answer(security(realm, 'me'), request())).toMatchObject({
      challenge: 'Bearer realm="the \\"inner\\" \\\\ ring", scope="me"',
    })
  })

  it('bears its own name unless told another', () => {
    expect(treeOf(user).name).toBe(name)
    expect(treeOf(make({ name: 'Own' }, () => null)).name).toBe('Own')
  })
})
