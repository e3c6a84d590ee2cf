import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fakeIssuer } from '@scopetree/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { worker } from './bundle.js'
import { workerd } from './tools.js'
import { serveWorker, type ServedWorker } from './workerd.js'

const fake = fakeIssuer({ issuer: 'https://login.example', audience: 'https://notes.example', alg: 'ES256' })
const env = {
  ISSUER: fake.issuer,
  JWKS_URL: fake.jwksUrl,
  AUDIENCE: fake.audience,
  LINK_SECRET: 'a secret for the links of this test, and no other use',
}

/** The issuer on a port: workerd sends there what the Worker fetches from anywhere. */
const issuer = createServer((req, res) => void answer(req, res))

async function answer({ url = '/' }: IncomingMessage, res: ServerResponse): Promise<void> {
  const response = await fake.handle(new Request(new URL(url, fake.issuer)))
  res.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
}

const missing = workerd === undefined && process.env['REQUIRE_RUNTIMES'] !== '1'

describe.skipIf(missing)('docs/examples/workers, under workerd', () => {
  let served: ServedWorker
  beforeAll(async () => {
    const port = await listen(issuer)
    const entry = new URL('../../../docs/examples/workers/src/index.ts', import.meta.url)
    served = await serveWorker(await worker(entry, 'workers-example'), { outbound: `127.0.0.1:${port}`, env })
  })
  afterAll(async () => {
    await served?.stop()
    issuer.close()
  })

  async function call(path: string, scope?: string, method = 'GET'): Promise<Response> {
    const headers = scope === undefined ? {} : { authorization: `Bearer ${await fake.token({ scope })}` }
    return fetch(new URL(path, served.origin), { method, headers })
  }

  it("shows a user's notes to a token with the scope", async () => {
    const answer = await call('/notes', 'notes:read')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual([{ owner: 'johndoe', text: 'Buy milk' }])
  })

  it('asks for a token, and for the scope', async () => {
    const none = await call('/notes')
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer scope="notes:read"'])
    const other = await call('/notes', 'notes:share')
    expect(other.status).toBe(403)
    expect(other.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
  })

  it('refuses bad tokens, and says which scope a good one needs', async () => {
    const headers = { authorization: `Bearer ${await fake.token({ scope: 'notes:read' }, 'expired')}` }
    const answer = await fetch(new URL('/notes', served.origin), { headers })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: 'invalid_token' })
  })

  it('makes a link, which lets anybody read that note', async () => {
    const made = await call('/notes/1/links', 'notes:share', 'POST')
    expect(made.status).toBe(201)
    const { url } = (await made.json()) as { url: string }
    const shared = await call(url)
    expect([shared.status, await shared.json()]).toEqual([200, { text: 'Buy milk' }])
    expect((await call(`${url}x`)).status).toBe(401)
    expect((await call('/shared')).status).toBe(401)
  })

  it('makes no link to a note of somebody else', async () => {
    const answer = await call('/notes/2/links', 'notes:share', 'POST')
    expect([answer.status, await answer.json()]).toEqual([404, { detail: 'No such note' }])
  })

  it("keeps the issuer's keys from request to request", async () => {
    await Promise.all(Array.from({ length: 8 }, () => call('/notes', 'notes:read')))
    expect(fake.keyFetches).toBe(1)
  })

  it('takes in a key that the issuer has begun to sign with', async () => {
    fake.rotate()
    expect((await call('/notes', 'notes:read')).status).toBe(200)
    expect(fake.keyFetches).toBe(2)
  })

  it('shows its documentation, with the assets of the platform', async () => {
    const page = await call('/docs')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('/swagger-ui/swagger-ui-bundle.js')
    const { paths } = (await (await call('/openapi.json')).json()) as { paths: Record<string, { get?: object }> }
    expect(paths['/notes']?.get).toMatchObject({ security: [{ HTTPBearer: ['notes:read'] }] })
    expect(paths['/shared']?.get).toMatchObject({ security: [{ Link: [] }] })
  })
})

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
