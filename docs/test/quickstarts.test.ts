import { fakeIssuer, TOKEN_FLAWS } from '@scopetree/core/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import worker from '../examples/quickstart/edge/worker.js'
import { call, login, withToken } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

describe.each(['express', 'hono'])('the quickstart on %s', (host) => {
  let program: Program
  beforeAll(async () => {
    program = await startProgram(`quickstart/${host}.ts`)
  }, 30_000)
  afterAll(() => program.stop())

  async function tokenWith(scope: string): Promise<string> {
    const { body } = await login(program.origin, { username: 'johndoe', password: 'secret', scope })
    return (body as { access_token: string }).access_token
  }

  test('a token with both scopes reads the items', async () => {
    expect(await withToken(program.origin, '/items', await tokenWith('items me'))).toMatchObject({
      status: 200,
      body: [{ name: 'Foo', owner: 'johndoe' }],
    })
  })

  test('a token with one of them is refused, and told which it needs', async () => {
    const { status, challenges } = await withToken(program.origin, '/items', await tokenWith('me'))
    expect([status, challenges.join()]).toEqual([403, expect.stringContaining('scope="items me"')])
  })

  test('a request without a token is asked for one', async () => {
    const { status, challenges } = await call(program.origin, { path: '/users/me' })
    expect([status, challenges]).toEqual([401, ['Bearer scope="me"']])
  })

  test('on a port that is taken it ends, and says so', async () => {
    const second = startProgram(`quickstart/${host}.ts`, { PORT: new URL(program.origin).port })
    await expect(second).rejects.toThrow(/ended with 1:[^]*EADDRINUSE/)
  }, 30_000)
})

describe('the quickstart at the edge', () => {
  const fake = fakeIssuer({ issuer: 'https://login.example.com', audience: 'https://api.example.com' })
  beforeAll(() => vi.stubGlobal('fetch', fake.fetch))
  afterAll(() => vi.unstubAllGlobals())

  const get = (path: string, token?: string): Promise<Response> =>
    worker.fetch(
      new Request(`https://api.example.com${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} }),
    )

  test('a token of the issuer reads the items', async () => {
    const token = await fake.token({ sub: 'alice', org: 'acme', scope: 'items me' })
    const response = await get('/items', token)
    expect([response.status, await response.json()]).toEqual([200, [{ name: 'Foo', owner: 'alice' }]])
  })

  test('one for another organisation, without a scope, or none at all does not', async () => {
    expect((await get('/items', await fake.token({ org: 'other', scope: 'items me' }))).status).toBe(403)
    expect((await get('/items', await fake.token({ org: 'acme', scope: 'items' }))).status).toBe(403)
    expect((await get('/users/me')).status).toBe(401)
    expect((await get('/elsewhere')).status).toBe(404)
  })

  test.each(TOKEN_FLAWS)('%s: 401', async (flaw) => {
    expect((await get('/users/me', await fake.token({ org: 'acme', scope: 'me' }, flaw))).status).toBe(401)
  })
})
