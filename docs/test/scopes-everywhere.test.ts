import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forge, claims } from './support/forge.js'
import { call, login, type Answer, type Call } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const JOHN = { username: 'johndoe', password: 'secret' }
const HOSTS = ['node', 'express', 'hono', 'fetch'] as const
const programs = new Map<string, Program>()

beforeAll(async () => {
  await Promise.all(HOSTS.map(async (host) => programs.set(host, await startProgram(`scopes/${host}.ts`))))
}, 60_000)
afterAll(() => Promise.all([...programs.values()].map((program) => program.stop())))

function originOf(host: string): string {
  return programs.get(host)?.origin ?? ''
}

/** What the tutorial's clients see of an answer; the lines of a header mean the same as one line of them all. */
function seen({ status, challenges, headers, body }: Answer): unknown {
  const [mediaType] = String(headers['content-type']).split(';')
  return { status, challenge: challenges.join(', '), cacheControl: headers['cache-control'], mediaType, body }
}

/** Tokens by the program and its scopes: passwords take their time. */
const tokens = new Map<string, Promise<string>>()

function tokenFrom(host: string, scope: string): Promise<string> {
  const key = `${host} ${scope}`
  const known = tokens.get(key) ?? issue(host, scope)
  tokens.set(key, known)
  return known
}

async function issue(host: string, scope: string): Promise<string> {
  const { body } = await login(originOf(host), { ...JOHN, scope })
  return (body as { access_token: string }).access_token
}

describe.each(['', 'me', 'items', 'me items'])('a token for "%s" that one program has issued', (scope) => {
  test.each(['/users/me/', '/users/me/items/', '/status/'])(
    'is answered alike by all: GET %s',
    async (path) => {
      for (const issuer of HOSTS) {
        const headers = { authorization: `Bearer ${await tokenFrom(issuer, scope)}` }
        const answers = await Promise.all(HOSTS.map((host) => call(originOf(host), { path, headers })))
        const [first, ...others] = answers.map(seen)
        expect(others).toEqual([first, first, first])
      }
    },
    30_000,
  )
})

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const REQUESTS: readonly (readonly [string, Call])[] = [
  ['no credentials', { path: '/users/me/' }],
  ['other credentials', { path: '/users/me/', headers: { authorization: 'Basic x' } }],
  ['a bad token', { path: '/users/me/items/', headers: { authorization: 'Bearer x' } }],
  ['two tokens', { path: '/status/', headers: { authorization: ['Bearer x', 'Bearer x'] } }],
  ['an unknown user', { path: '/users/me/', headers: { authorization: `Bearer ${forge(claims({ sub: 'x' }))}` } }],
  ['a disabled user', { path: '/users/me/', headers: { authorization: `Bearer ${forge(claims({ sub: 'alice' }))}` } }],
  ['a malformed login', { method: 'POST', path: '/token', headers: FORM, body: 'username=johndoe' }],
  ['a wrong password', { method: 'POST', path: '/token', headers: FORM, body: 'username=johndoe&password=x' }],
]

test.each(REQUESTS)('%s: all answer alike', async (_, sent) => {
  const [first, ...others] = (await Promise.all(HOSTS.map((host) => call(originOf(host), sent)))).map(seen)
  expect(first).toMatchObject({ mediaType: 'application/json', body: { detail: expect.anything() } })
  expect(others).toEqual([first, first, first])
})
