import { defineAuth, getCurrentUser, hs256, issuer, oauth2AuthorizationCode, security } from '@scopetree/core'
import { fakeIssuer, type FakeIssuer } from '@scopetree/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Host, Running, Setup } from './host.js'
import { SIGNING_KEY } from './signing-key.js'
import { send, type Answer } from './send.js'

const NOW = 1_800_000_000
const now = (): number => NOW

/** What a probe sends: `Authorization`, or nothing. */
type Probe = (fake: FakeIssuer) => Promise<string | undefined> | string | undefined

const bearer =
  (...of: Parameters<FakeIssuer['token']>): Probe =>
  async (fake) =>
    `Bearer ${await fake.token({ scope: 'items', ...of[0] }, of[1])}`

/** An API's answer to each, where the issuer is another party: RS256, JWKS, `issuer` and `audience`. */
const TABLE: readonly (readonly [string, Probe, Expected])[] = [
  ['no credentials', () => undefined, { status: 401, error: undefined, scope: 'items' }],
  ['Basic credentials', () => 'Basic am9obmRvZTpzZWNyZXQ=', { status: 401, error: undefined, scope: 'items' }],
  ['expired', bearer({}, 'expired'), { status: 401, error: 'invalid_token' }],
  ['lacks a scope', bearer({ scope: 'me' }), { status: 403, error: 'insufficient_scope', scope: 'items' }],
  ['expired and lacks a scope', bearer({ scope: 'me' }, 'expired'), { status: 401, error: 'invalid_token' }],
  ['typ at+jwt', bearer(), { status: 200 }],
  ['typ logout+jwt', bearer({}, 'other_type'), { status: 401, error: 'invalid_token' }],
  ['no exp', bearer({ exp: undefined }), { status: 401, error: 'invalid_token' }],
  ['no iss', bearer({ iss: undefined }), { status: 401, error: 'invalid_token' }],
  ['no aud', bearer({ aud: undefined }), { status: 401, error: 'invalid_token' }],
  ['another iss', bearer({}, 'other_issuer'), { status: 401, error: 'invalid_token' }],
  ['another aud', bearer({}, 'other_audience'), { status: 401, error: 'invalid_token' }],
  ['unknown crit', bearer({}, 'unknown_critical_header'), { status: 401, error: 'invalid_token' }],
  ['HS256 at an RS256 API', bearer({}, 'public_key_as_secret'), { status: 401, error: 'invalid_token' }],
  ['iat 3 s ahead, 5 s tolerance', bearer({ iat: NOW + 3 }), { status: 200 }],
  ['exp 2 s ago, 5 s tolerance', bearer({ exp: NOW - 2 }), { status: 200 }],
  [
    'something after the token',
    async (fake) => `Bearer ${await fake.token()} junk`,
    { status: 401, error: 'invalid_token' },
  ],
  ['lowercase bearer', async (fake) => `bearer ${await fake.token({ scope: 'items' })}`, { status: 200 }],
  ['sub: 7', bearer({ sub: 7 }), { status: 401, error: 'invalid_token' }],
]

interface Expected {
  readonly status: number
  readonly error?: string | undefined
  readonly scope?: string
}

/** The table of bearer conformance that every adapter passes, over real sockets. */
export function bearerTable(host: Host): void {
  const fake = fakeIssuer({ now })
  let running: Running
  const errors: unknown[] = []

  beforeEach(async () => {
    errors.length = 0
    running = await host.start(apiOf(fake, errors))
  })
  afterEach(() => {
    fake.recover()
    return running.close()
  })

  const get = (authorization?: string, path = '/items'): Promise<Answer> =>
    send(running.origin + path, authorization === undefined ? {} : { headers: { authorization } })

  describe('bearer conformance', () => {
    test.each(TABLE)('%s', async (_, probe, expected) => {
      const answer = await get(await probe(fake))
      expect(seen(answer)).toMatchObject({ ...expected, challenged: expected.status !== 200 })
      expect(errors).toEqual([])
    })

    test('nothing of the answer repeats the URL', async () => {
      for (const authorization of [undefined, await bearer({}, 'expired')(fake), await bearer({ scope: 'me' })(fake)]) {
        const answer = await get(authorization, '/items?token=SECRET')
        expect(answer.status).toBeGreaterThan(400)
        expect(answer.lines('www-authenticate').join('') + answer.body).not.toMatch(/SECRET|\/items/)
      }
    })

    test("the issuer's keys cannot be fetched", async () => {
      fake.fail('error')
      const answer = await get(await bearer()(fake))
      expect([answer.status, answer.body]).toEqual([503, '{"error":"temporarily_unavailable"}'])
      expect(answer.lines('retry-after')).toEqual(['5'])
      expect(answer.lines('www-authenticate')).toEqual([])
    })

    test('20 unknown kids: at most one more fetch of the keys', async () => {
      await get(await bearer()(fake))
      const before = fake.keyFetches
      for (let index = 0; index < 20; index += 1) {
        const token = await fake.sign({}, { kid: `unknown-${index}` })
        expect(seen(await get(`Bearer ${token}`))).toMatchObject({ status: 401, error: 'invalid_token' })
      }
      expect(fake.keyFetches - before).toBe(1)
    })
  })
}

function apiOf(fake: FakeIssuer, errors: unknown[]): Setup {
  const { issuer: name, audience, fetch } = fake
  const auth = defineAuth({
    key: issuer(name, { audience, fetch, now, onError: () => undefined }),
    now,
    scopes: { me: 'Me.', items: 'Items.' },
  })
  const urls = { authorizationUrl: `${name}/authorize`, tokenUrl: `${name}/token` }
  const user = oauth2AuthorizationCode({ ...urls, scopes: auth.scopes }, (token) => getCurrentUser(auth, token))
  const login = { key: hs256('a secret of the tests, which is long enough'), findUser: () => null }
  return {
    routes: [{ method: 'GET', path: '/items', guard: { user: security(user, 'items') }, handler: () => [] }],
    behind: user,
    auth: login,
    keys: SIGNING_KEY,
    profile: undefined,
    onError: (error) => errors.push(error),
  }
}

/** What a client reads off an answer. */
function seen({ status, lines }: Answer): Record<string, unknown> {
  const challenge = lines('www-authenticate').join(', ')
  return {
    status,
    challenged: challenge.startsWith('Bearer'),
    error: /\berror="([^"]*)"/.exec(challenge)?.[1],
    scope: /\bscope="([^"]*)"/.exec(challenge)?.[1],
  }
}
