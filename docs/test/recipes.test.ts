import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  anyOf,
  apiKey,
  createAccessToken,
  defineAuth,
  errorResponse,
  getCurrentUser,
  hs256,
  httpBearer,
  issuer,
  run,
} from '@scopetree/core'
import { fakeIssuer } from '@scopetree/core/testing'
import { issueKey, type Services } from '../examples/api-keys/edge/keys.js'
import worker from '../examples/api-keys/edge/worker.js'
import { createApp } from '../examples/tenants/claim/app.js'
import { call, login, withToken, type Answer, type Call } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const SECRET_KEY = 'a secret of more than thirty-two characters'

function running(path: string, env: Readonly<Record<string, string>> = {}): () => string {
  let program: Program | undefined
  beforeAll(async () => {
    program = await startProgram(path, env)
  }, 30_000)
  afterAll(() => program?.stop())
  return () => program?.origin ?? ''
}

async function tokenOf(origin: string, form: Readonly<Record<string, string>>): Promise<string> {
  const { status, body } = await login(origin, form)
  expect(status).toBe(200)
  return (body as { access_token: string }).access_token
}

describe('cookies', () => {
  const site = 'https://app.example'
  const origin = running('cookies/main.ts', { ORIGIN: site, SECRET_KEY })
  const post = (path: string, headers: Call['headers'], body?: object): Promise<Answer> =>
    call(origin(), {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  const johndoe = { username: 'johndoe', password: 'secret' }

  async function cookieOf(): Promise<string> {
    const { status, headers } = await post('/login', { origin: site }, johndoe)
    expect(status).toBe(200)
    return String(headers['set-cookie'])
  }

  test('the cookie is for this host, for TLS, and for no script', async () => {
    const cookie = await cookieOf()
    expect(cookie).toMatch(/^__Host-session=[\w.-]+;/)
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=3600']) {
      expect(cookie).toContain(attribute)
    }
  })

  test('it logs in, for reading and for what comes from the site itself', async () => {
    const [cookie = ''] = (await cookieOf()).split(';')
    expect((await call(origin(), { path: '/me', headers: { cookie } })).body).toEqual({ username: 'johndoe' })
    expect((await post('/email', { cookie, origin: site })).body).toEqual({ changed: 'johndoe' })
  })

  test('a request of another site is refused, with the cookie and for a login', async () => {
    const [cookie = ''] = (await cookieOf()).split(';')
    for (const headers of [{ cookie }, { cookie, origin: 'https://evil.example' }, { cookie, origin: 'null' }]) {
      expect((await post('/email', headers)).status).toBe(403)
    }
    expect((await post('/login', { origin: 'https://evil.example' }, johndoe)).status).toBe(403)
  })

  test('who is disabled does not log in', async () => {
    const { status } = await post('/login', { origin: site }, { username: 'alice', password: 'secretalice' })
    expect(status).toBe(400)
  })

  test('a cookie of who is disabled since is refused', async () => {
    const token = await createAccessToken({ key: hs256(SECRET_KEY) }, { sub: 'alice' })
    expect((await call(origin(), { path: '/me', headers: { cookie: `__Host-session=${token}` } })).status).toBe(401)
  })

  test('a WebSocket of another site is refused, though it begins with a GET', async () => {
    const [cookie = ''] = (await cookieOf()).split(';')
    const upgrade = { cookie, connection: 'upgrade', upgrade: 'websocket' }
    const statusOf = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await call(origin(), { path: '/me', headers })).status
    expect(await statusOf({ ...upgrade, origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf(upgrade)).toBe(403)
    expect(await statusOf({ ...upgrade, origin: site })).toBe(200)
  })

  const noLogins = ['{', 'null', '"johndoe"', '', '{"username":{"toString":1},"password":"x"}']
  test.each(noLogins)("a login with the body %o is the client's mistake", async (body) => {
    const headers = { 'content-type': 'application/json', origin: site }
    const { status } = await call(origin(), { method: 'POST', path: '/login', headers, body })
    expect(status).toBe(400)
  })

  test.each([{}, { 'transfer-encoding': 'chunked' }])('a login is not read beyond 64 KiB, with %j', async (framing) => {
    const { status } = await post('/login', { origin: site, ...framing }, { username: 'x'.repeat(64 * 1024) })
    expect(status).toBe(413)
  })

  test('no cookie, a bad one, and the way out', async () => {
    expect(await call(origin(), { path: '/me' })).toMatchObject({ status: 401, challenges: ['APIKey'] })
    expect((await call(origin(), { path: '/me', headers: { cookie: '__Host-session=x' } })).status).toBe(401)
    const { status, headers } = await post('/logout', { origin: site })
    expect([status, String(headers['set-cookie'])]).toEqual([204, expect.stringContaining('Max-Age=0')])
  })
})

describe('API keys', () => {
  const origin = running('api-keys/main.ts', { SECRET_KEY })

  test('a service gets a key once, does what its scopes allow, and loses it', async () => {
    const token = await tokenOf(origin(), { username: 'johndoe', password: 'secret', scope: 'keys reports' })
    const authorization = `Bearer ${token}`
    const path = '/services/billing/key'
    const { body } = await call(origin(), { method: 'POST', path, headers: { authorization } })
    const { key } = body as { key: string }
    expect(key).toMatch(/^rep_[\w-]{43}$/)

    const get = (headers: Call['headers'] = {}): Promise<Answer> => call(origin(), { path: '/reports', headers })
    expect((await get({ 'x-api-key': key })).status).toBe(200)
    expect((await get({ authorization })).status).toBe(200)
    expect((await get({ 'x-api-key': `${key}x` })).status).toBe(401)
    expect((await get()).challenges).toEqual(['Bearer scope="reports"', 'APIKey'])
    const figures = { method: 'POST', path: '/figures', headers: { 'x-api-key': key } }
    expect((await call(origin(), figures)).status).toBe(403)

    expect((await call(origin(), { method: 'DELETE', path, headers: { authorization } })).status).toBe(204)
    expect((await get({ 'x-api-key': key })).status).toBe(401)
  })

  test('who is disabled gets no token, and gives out no key by one from before', async () => {
    const path = '/services/billing/key'
    expect((await login(origin(), { username: 'alice', password: 'secretalice', scope: 'keys' })).status).toBe(400)
    const token = await createAccessToken<string>({ key: hs256(SECRET_KEY) }, { sub: 'alice', scopes: ['keys'] })
    const headers = { authorization: `Bearer ${token}` }
    expect((await call(origin(), { method: 'POST', path, headers })).status).toBe(401)
  })

  test('no key is given to whoever asks', async () => {
    const path = '/services/billing/key'
    expect((await call(origin(), { method: 'POST', path })).status).toBe(401)
    const token = await tokenOf(origin(), { username: 'johndoe', password: 'secret', scope: 'reports' })
    const headers = { authorization: `Bearer ${token}` }
    expect((await call(origin(), { method: 'POST', path, headers })).status).toBe(403)
  })
})

describe('an API key beside a token of an issuer that is down', () => {
  const fake = fakeIssuer()
  const auth = defineAuth({
    key: issuer(fake.issuer, { audience: fake.audience, fetch: fake.fetch, onError: () => {} }),
  })
  const user = httpBearer({}, (token) => getCurrentUser(auth, token))
  const service = apiKey({ in: 'header', key: 'x-api-key' }, (key) => (key === 'good' ? { user: 'billing' } : null))

  async function statusOf(either: typeof user | typeof service | ReturnType<typeof anyOf>, token: string) {
    const headers = { authorization: `Bearer ${token}`, 'x-api-key': 'good' }
    try {
      return (await run(either, new Request('https://api.test', { headers }), () => new Response())).status
    } catch (error) {
      return errorResponse(error)?.status
    }
  }

  test('a bad token leads on to the key, and one that nobody can judge does not, unless the key comes first', async () => {
    expect(await statusOf(anyOf(user, service), await fake.token())).toBe(200)
    expect(await statusOf(anyOf(user, service), await fake.token({}, 'expired'))).toBe(200)
    fake.fail('error')
    fake.rotate()
    const unknown = await fake.token()
    expect(await statusOf(anyOf(user, service), unknown)).toBe(503)
    expect(await statusOf(anyOf(service, user), unknown)).toBe(200)
  })
})

describe('API keys at the edge', () => {
  const table = new Map<string, string>()
  const services: Services = {
    get: async (hash) => table.get(hash) ?? null,
    put: async (hash, service) => void table.set(hash, service),
  }
  const get = (headers: Record<string, string> = {}): Promise<Response> =>
    worker.fetch(new Request('https://api.example.com/', { headers }), { SERVICES: services })

  test('a service gets a key, and does what its scopes allow', async () => {
    const key = await issueKey(services, { name: 'billing', scopes: ['reports'] })
    expect(key).toMatch(/^rep_[\da-f]{64}$/)
    const answer = await get({ 'x-api-key': key })
    expect([answer.status, await answer.json()]).toEqual([200, { for: 'billing' }])
    const other = await issueKey(services, { name: 'scales', scopes: ['upload'] })
    expect((await get({ 'x-api-key': other })).status).toBe(403)
  })

  test('others are refused, and the table holds no key', async () => {
    const key = await issueKey(services, { name: 'billing', scopes: ['reports'] })
    expect((await get({ 'x-api-key': `${key}0` })).status).toBe(401)
    const nobody = await get()
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'APIKey'])
    expect(JSON.stringify([...table])).not.toContain(key)
  })
})

describe('tenants', () => {
  const origin = running('tenants/main.ts')
  const loginAt = (tenant: string, form: Readonly<Record<string, string>>): Promise<Answer> =>
    call(origin(), {
      method: 'POST',
      path: `/${tenant}/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ scope: 'orders', ...form }).toString(),
    })
  const johndoe = { username: 'johndoe', password: 'secret' }

  test('a token of one tenant is good there and nowhere else', async () => {
    const { access_token: token } = (await loginAt('acme', johndoe)).body as { access_token: string }
    expect(await withToken(origin(), '/acme/orders', token)).toMatchObject({
      status: 200,
      body: [{ shop: 'acme', buyer: 'johndoe' }],
    })
    expect((await withToken(origin(), '/globex/orders', token)).status).toBe(401)
  })

  test('users of one tenant are nobody at another, and there is no third', async () => {
    const alice = { username: 'alice', password: 'secretalice' }
    expect((await loginAt('globex', alice)).status).toBe(200)
    expect((await loginAt('acme', alice)).status).toBe(400)
    expect((await loginAt('initech', johndoe)).status).toBe(404)
    expect((await loginAt('__proto__', johndoe)).status).toBe(404)
    expect((await withToken(origin(), '/initech/orders', 'any')).status).toBe(404)
    expect((await call(origin(), { path: '/initech/orders' })).status).toBe(401)
  })
})

describe('tenants of one issuer', () => {
  const fake = fakeIssuer({ issuer: 'https://login.example.com', audience: 'https://api.example.com' })
  const app = createApp({ fetch: fake.fetch })
  const get = async (path: string, claims?: Readonly<Record<string, unknown>>): Promise<Response> =>
    app.request(path, claims && { headers: { authorization: `Bearer ${await fake.token(claims)}` } })

  test('a token is good for the tenant that it names, and for no other', async () => {
    const claims = { sub: 'johndoe', scope: 'orders', tenant: 'acme' }
    const answer = await get('/acme/orders', claims)
    expect([answer.status, await answer.json()]).toEqual([200, [{ shop: 'acme', buyer: 'johndoe' }]])
    expect((await get('/globex/orders', claims)).status).toBe(404)
    expect((await get('/ACME/orders', claims)).status).toBe(404)
  })

  test('a token that names no tenant, or one that is no text, is refused as any bad one', async () => {
    for (const tenant of [undefined, null, ['acme'], 5]) {
      expect((await get('/acme/orders', { scope: 'orders', tenant })).status).toBe(401)
    }
  })

  test('the scope is still needed, and so is a token', async () => {
    expect((await get('/acme/orders', { tenant: 'acme' })).status).toBe(403)
    expect((await get('/acme/orders')).status).toBe(401)
  })
})

describe('one route', () => {
  const origin = running('one-route/main.ts', { SECRET_KEY })
  const auth = defineAuth({ key: hs256(SECRET_KEY) })
  const put = (headers: Call['headers'] = {}): Promise<Answer> => fetchText('PUT', '/settings', headers)

  /** Express answers in its own words, which are no JSON. */
  async function fetchText(method: string, path: string, headers: Call['headers']): Promise<Answer> {
    const init = { method, headers: headers as Record<string, string> }
    const response = await fetch(`${origin()}${path}`, init)
    const challenges = [response.headers.get('www-authenticate') ?? '']
    return { status: response.status, challenges, headers: {}, body: undefined, text: await response.text() }
  }

  test('the others stay open', async () => {
    expect((await call(origin(), { path: '/' })).body).toEqual({ open: true })
  })

  test('the guarded route and the handler that asks by itself', async () => {
    const bearer = async (scopes: readonly string[]): Promise<{ authorization: string }> => ({
      authorization: `Bearer ${await createAccessToken<string>({ ...auth, scopes: undefined }, { sub: 'x', scopes })}`,
    })
    expect((await fetchText('GET', '/export', await bearer(['export']))).status).toBe(200)
    expect((await fetchText('GET', '/export', await bearer(['settings']))).status).toBe(403)
    expect((await put(await bearer(['settings']))).status).toBe(200)
    expect((await put(await bearer(['export']))).status).toBe(403)
    expect(await put()).toMatchObject({ status: 401, challenges: ['Bearer scope="settings"'] })
    expect(await fetchText('GET', '/export', {})).toMatchObject({ status: 401, challenges: ['Bearer scope="export"'] })
  })
})

describe('behind a proxy', () => {
  const origin = running('proxy/main.ts')

  test('tokens, challenges and the document come through', async () => {
    const { body } = await call(origin(), {
      method: 'POST',
      path: '/api/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=johndoe&password=secret',
    })
    const { access_token: token } = body as { access_token: string }
    expect((await withToken(origin(), '/api/me', token)).body).toEqual({ username: 'johndoe', from: '127.0.0.1' })
    expect((await call(origin(), { path: '/api/me' })).challenges).toEqual(['Bearer'])
    const document = await call(origin(), { path: '/api/openapi.json' })
    expect(JSON.stringify(document.body)).toContain('"tokenUrl":"token"')
  })

  test('an address that the client made up is not believed', async () => {
    const { body } = await call(origin(), {
      method: 'POST',
      path: '/api/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=johndoe&password=secret',
    })
    const headers = {
      authorization: `Bearer ${(body as { access_token: string }).access_token}`,
      'x-forwarded-for': '203.0.113.7',
    }
    expect((await call(origin(), { path: '/api/me', headers })).body).toMatchObject({ from: '127.0.0.1' })
  })
})
