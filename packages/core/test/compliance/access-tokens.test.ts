import {
  createAccessToken,
  defineAuth,
  getCurrentUser,
  oauth2PasswordBearer,
  security,
  verifyAccessToken,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { base64url, forge, forgeText, good, key, NOW } from '../credentials/jws.js'
import { answer } from '../tree/answer.js'
import { bearer } from '../tree/requests.js'
import { parseChallenges } from './challenge-parser.js'

const auth = defineAuth({ key, scopes: { me: 'Read yourself.' }, now: () => NOW })
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)
const route = security(currentUser, 'me')

const others = defineAuth({ ...auth, issuer: 'https://issuer.example', audience: 'https://api.example' })
const resource = security(
  oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) => getCurrentUser(others, token)),
  'me',
)
const profile = {
  ...good,
  iss: 'https://issuer.example',
  aud: 'https://api.example',
  client_id: 'c',
  jti: '1',
  scope: 'me',
}
const atJwt = { alg: 'HS256', typ: 'at+jwt' }

/** What a client sees of a token that is refused. */
async function refusalOf(dependency: typeof route, token: string): Promise<object> {
  const { status, challenge, body } = await answer(dependency, bearer(token))
  const [only, ...rest] = parseChallenges(challenge ?? '')
  expect(rest).toEqual([])
  return { status, scheme: only?.scheme, ...only?.params, body }
}

function invalidToken(description: unknown): object {
  return {
    status: 401,
    scheme: 'Bearer',
    error: 'invalid_token',
    error_description: description,
    scope: 'me',
    body: { error: 'invalid_token', error_description: description },
  }
}

describe('at a guarded route', () => {
  it('RFC 7519 §7.1: a token that was made here is accepted', async () => {
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 60 })
    expect(await answer(route, bearer(token))).toMatchObject({ status: 200, body: { sub: 'johndoe', scope: 'me' } })
  })

  it.each([
    ['RFC 7519 §4.1.4: expired', forge({ ...good, exp: NOW }), 'The access token has expired'],
    ['RFC 7519 §4.1.5: not valid yet', forge({ ...good, nbf: NOW + 1 }), 'The access token is not valid yet'],
    ['RFC 7519 §4.1.3: for another audience', forge({ ...good, aud: 'other' }), expect.stringContaining('audience')],
    ['RFC 7519 §7.2: no JSON', forgeText('{', JSON.stringify({ alg: 'HS256' })), expect.any(String)],
    [
      'RFC 7519 §6.1: unsecured',
      `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(good))}.`,
      expect.any(String),
    ],
    ['RFC 8725 §3.1: under another algorithm', forge(good, { alg: 'HS512' }), expect.any(String)],
    [
      'RFC 8725 §3.11: of another type',
      forge(good, { alg: 'HS256', typ: 'logout+jwt' }),
      'The token is no access token',
    ],
    ['RFC 7515 §4.1.11: with an unknown crit', forge(good, { alg: 'HS256', crit: ['x'], x: 1 }), expect.any(String)],
    [
      'RFC 7515 §5.2: signed by another',
      forge(good, undefined, 'another secret of sufficient length, it is'),
      expect.stringContaining('signature'),
    ],
  ])('%s: a token is a 401 that says so', async (_, token, description) => {
    expect(await refusalOf(route, token)).toEqual(invalidToken(description))
  })

  it('RFC 6750 §3.1: a token that is expired and lacks the scope is expired', async () => {
    expect(await refusalOf(route, forge({ ...good, exp: NOW, scope: '' }))).toMatchObject({ status: 401 })
  })
})

describe('at a resource server of another issuer', () => {
  it('RFC 9068 §4: a token of the profile is accepted', async () => {
    expect(await answer(resource, bearer(forge(profile, atJwt)))).toMatchObject({ status: 200 })
  })

  it.each([
    ['RFC 9068 §4: typ is not at+jwt', forge(profile, { alg: 'HS256', typ: 'JWT' })],
    ['RFC 9068 §4: iss is another', forge({ ...profile, iss: 'https://issuer.example/' }, atJwt)],
    ['RFC 9068 §2.2: iss is missing', forge({ ...profile, iss: undefined }, atJwt)],
    ['RFC 9068 §4: aud is another', forge({ ...profile, aud: ['https://other.example'] }, atJwt)],
    ['RFC 9068 §2.2: aud is missing', forge({ ...profile, aud: undefined }, atJwt)],
    ['RFC 9068 §4: exp has passed, beyond the tolerance', forge({ ...profile, exp: NOW - 6 }, atJwt)],
    ['RFC 9068 §2.2: exp is missing', forge({ ...profile, exp: undefined }, atJwt)],
  ])('%s: refused', async (_, token) => {
    expect(await refusalOf(resource, token)).toEqual(invalidToken(expect.any(String)))
  })

  it('RFC 9068 §2.2.3: without the scope it is a 403', async () => {
    expect(await refusalOf(resource, forge({ ...profile, scope: 'other' }, atJwt))).toMatchObject({
      status: 403,
      error: 'insufficient_scope',
      scope: 'me',
    })
  })
})

describe('the parts of a token', () => {
  it('RFC 9068 §4: `application/` is left out of typ at its beginning only', async () => {
    expect(
      await answer(route, bearer(forge({ ...good, scope: 'me' }, { ...atJwt, typ: 'Application/AT+JWT' }))),
    ).toMatchObject({
      status: 200,
    })
    expect(await refusalOf(route, forge(good, { ...atJwt, typ: 'x-application/at+jwt' }))).toMatchObject({
      status: 401,
    })
  })

  it('RFC 6749 §3.3: the server defines the scopes: any where none are declared, and no others where some are', async () => {
    const token = await createAccessToken({ key, now: () => NOW }, { sub: 'johndoe', scopes: ['any' as never] })
    expect(await verifyAccessToken(auth, token)).toMatchObject({ scopes: ['any'] })
    await expect(createAccessToken(auth, { sub: 'johndoe', scopes: ['any' as 'me'] })).rejects.toThrow(TypeError)
  })

  it('RFC 7519 §7.2: signed, and no JSON object, is refused for its claims', async () => {
    for (const payload of ['{', '[]', 'null', '"text"']) {
      const token = forgeText(payload, JSON.stringify({ alg: 'HS256' }))
      await expect(verifyAccessToken(auth, token)).rejects.toMatchObject({ reason: 'claims' })
    }
  })

  it('RFC 7515 §5.2: a bad signature keeps what was found for the log', async () => {
    const token = forge(good, undefined, 'another secret of sufficient length, it is')
    await expect(verifyAccessToken(auth, token)).rejects.toMatchObject({
      reason: 'signature',
      cause: expect.any(Error),
    })
  })
})
