import {
  bcrypt,
  defineAuth,
  fastapi,
  grantScopes,
  HttpError,
  passwordGrant,
  tokenEndpoint,
  UnavailableError,
  verifyAccessToken,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { key, NOW } from './jws.js'

const hasher = bcrypt({ cost: 4 })
const passwordHash = await hasher.hash('secret')
const users = new Map([
  ['johndoe', { user: { id: 7, admin: false }, passwordHash }],
  ['admin', { user: { id: 1, admin: true }, passwordHash }],
])
const auth = defineAuth({
  key,
  hasher,
  now: () => NOW,
  scopes: { me: 'Me.', items: 'Items.', admin: 'Everything.' },
  findUser: (username) => users.get(username),
  scopesFor: async (user) => (user.admin ? ['me', 'items', 'admin'] : ['me', 'items']),
})

function post(fields: Record<string, string> | string, method = 'POST'): Request {
  return new Request('http://localhost/token', {
    method,
    ...(method === 'POST' && { body: new URLSearchParams(fields) }),
  })
}

const login = { username: 'johndoe', password: 'secret' }

describe('passwordGrant', () => {
  it.each([
    ['johndoe', 'items admin me unknown', 'items me'],
    ['admin', 'admin', 'admin'],
    ['johndoe', 'admin', ''],
    ['johndoe', '', ''],
    ['johndoe', '__proto__ constructor', ''],
  ])('%s asking for %j is granted %j', async (username, scope, granted) => {
    const answer = await passwordGrant(auth, post({ ...login, username, scope }))
    expect(answer).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900, scope: granted })
    const { scopes, subject } = await verifyAccessToken(auth, answer.access_token)
    expect([scopes.join(' '), subject]).toEqual([granted, username])
  })

  it('grants nothing without scopesFor', async () => {
    expect(await passwordGrant({ ...auth, scopesFor: undefined }, post({ ...login, scope: 'me' }))).toMatchObject({
      scope: '',
    })
  })

  it('names the user by subject, and lasts as long as expiresIn says', async () => {
    const answer = await passwordGrant({ ...auth, subject: (user) => `id:${user.id}`, expiresIn: 60 }, post(login))
    expect(answer.expires_in).toBe(60)
    expect(await verifyAccessToken(auth, answer.access_token)).toMatchObject({
      subject: 'id:7',
      claims: { exp: NOW + 60 },
    })
  })

  it('does not put the client, which is not authenticated, into the token', async () => {
    const answer = await passwordGrant(auth, post({ ...login, client_id: 'app' }))
    expect((await verifyAccessToken(auth, answer.access_token)).claims).not.toHaveProperty('client_id')
  })

  it.each(['me"', 'a\\b', 'ü', 'me\titems', 'a\u{3000}b'])('RFC 6749 §3.3: scope %j is malformed', async (scope) => {
    await expect(passwordGrant(auth, post({ ...login, scope }))).rejects.toMatchObject({ code: 'invalid_scope' })
  })

  it('a scope from scopesFor that is not declared is a TypeError', async () => {
    const config = { ...auth, scopesFor: () => ['root' as 'me'] }
    await expect(passwordGrant(config, post({ ...login, scope: 'root' }))).rejects.toThrow(TypeError)
  })
})

describe('RFC 6749 §5: tokenEndpoint', () => {
  async function answers(request: Request, config = auth, profile?: typeof fastapi) {
    const response = await tokenEndpoint(config, profile)(request)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('pragma')).toBe('no-cache')
    expect(response.headers.get('content-type')).toBe('application/json')
    return { status: response.status, body: await response.json(), headers: response.headers }
  }

  it('answers a token, which may not be stored', async () => {
    expect(await answers(post({ ...login, scope: 'me' }))).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', expires_in: 900, scope: 'me' },
    })
  })

  const wrong = { error: 'invalid_grant', error_description: 'Incorrect username or password' }
  it.each([
    ['a wrong password', { ...login, password: 'wrong' }, wrong],
    ['an unknown user', { ...login, username: 'nobody' }, wrong],
    ['a NUL', { ...login, password: 'secret\0' }, wrong],
    ['over 72 bytes', { ...login, password: 'x'.repeat(73) }, wrong],
    ['nothing', {}, { error: 'invalid_request', error_description: 'username is missing, password is missing' }],
    [
      'a repeated field',
      'username=a&username=b&password=c',
      { error: 'invalid_request', error_description: 'username: A field is repeated' },
    ],
    [
      'another grant type',
      { grant_type: 'x' },
      { error: 'unsupported_grant_type', error_description: 'The grant type must be password' },
    ],
    [
      'a malformed scope',
      { ...login, scope: '"' },
      { error: 'invalid_scope', error_description: 'The requested scope is malformed' },
    ],
  ])('§5.2: %s', async (_, fields, body) => {
    expect(await answers(post(fields))).toMatchObject({ status: 400, body })
  })

  it.each([
    ['a wrong password', { ...login, password: 'wrong' }, 400, { detail: 'Incorrect username or password' }],
    [
      'no password',
      { username: 'x' },
      422,
      { detail: [{ type: 'missing', loc: ['body', 'password'], msg: 'Field required', input: null }] },
    ],
    [
      'another grant type',
      { ...login, grant_type: 'x' },
      422,
      { detail: [{ type: 'string_pattern_mismatch', input: 'x' }] },
    ],
    [
      'a repeated field',
      'username=a&username=b&password=s3cret',
      422,
      { detail: [{ type: 'value_error', loc: ['body', 'username'], input: null }] },
    ],
  ])('as FastAPI: %s', async (_, fields, status, body) => {
    const answer = await answers(post(fields), auth, fastapi)
    expect(answer).toMatchObject({ status, body })
    expect(JSON.stringify(answer.body)).not.toContain('s3cret')
  })

  it.each([
    ['JSON', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(login) }],
    ['text', { body: 'username=johndoe&password=secret' }],
    ['nothing', {}],
  ])(
    'RFC 6749 §4.3.2: a body of %s is answered with the kind that it must be, and as FastAPI does',
    async (_, init) => {
      const request = (): Request => new Request('http://localhost/token', { method: 'POST', ...init })
      expect(await answers(request())).toMatchObject({
        status: 400,
        body: {
          error: 'invalid_request',
          error_description: 'The body must be application/x-www-form-urlencoded',
        },
      })
      expect((await answers(request(), auth, fastapi)).body).toEqual({
        detail: ['username', 'password'].map((field) => ({
          type: 'missing',
          loc: ['body', field],
          msg: 'Field required',
          input: null,
        })),
      })
    },
  )

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const answer = await answers(post({}, method))
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('a refusal of the application’s own is answered', async () => {
    const disabled = { ...auth, scopesFor: () => Promise.reject(new HttpError(400, 'Inactive user')) }
    expect(await answers(post(login), disabled)).toMatchObject({ status: 400, body: { detail: 'Inactive user' } })
  })

  it('too busy is 503 with Retry-After, and tells nothing of the cause', async () => {
    const busy = { ...auth, hasher: { ...hasher, verify: () => Promise.reject(new UnavailableError('busy', 3)) } }
    const answer = await answers(post(login), busy)
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('3')
  })

  it.each([undefined, () => 'text', Symbol('text')])(
    'a profile that answers %o, which JSON cannot spell, answers null',
    async (body) => {
      const answer = await tokenEndpoint(auth, () => ({ status: 400, headers: {}, body }))(post({}))
      expect(await answer.text()).toBe('null')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/json'])
    },
  )

  it('anything else is thrown on', async () => {
    const down = new Error('down')
    const config = { ...auth, findUser: () => Promise.reject(down) }
    await expect(tokenEndpoint(config)(post(login))).rejects.toBe(down)
  })

  it("refuses another framework's request, which it could not answer", async () => {
    const request = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    await expect(tokenEndpoint(auth)(request as never)).rejects.toThrow('answers a web Request')
  })
})

describe('RFC 6749 §3.3: grantScopes', () => {
  it.each([
    [
      ['items', 'me'],
      ['me', 'items'],
      ['items', 'me'],
    ],
    [['admin'], ['me'], []],
    [['me', 'me'], ['me', 'me'], ['me']],
    [[], ['me'], []],
    [['me items'], ['me', 'items'], []],
    [['ME'], ['me'], []],
  ])('%j of %j are %j', (requested, allowed, granted) => {
    expect(grantScopes(requested, allowed)).toEqual(granted)
  })
})
