import { fakeIssuer, TOKEN_FLAWS } from '@scopetree/core/testing'
import { expect, test } from 'vitest'
import { createApp } from '../examples/issuers/api/app.js'

const fake = fakeIssuer({ issuer: 'https://login.example.com', audience: 'https://api.example.com' })
const app = createApp({ fetch: fake.fetch })

async function get(token: string): Promise<Response> {
  return app.request('/items', { headers: { authorization: `Bearer ${token}` } })
}

test('a token with the scope reads items, and one without does not', async () => {
  expect((await get(await fake.token({ sub: 'alice', scope: 'items:read' }))).status).toBe(200)
  expect((await get(await fake.token({ sub: 'alice' }))).status).toBe(403)
})

test.each(TOKEN_FLAWS)('%s: 401', async (flaw) => {
  expect((await get(await fake.token({ scope: 'items:read' }, flaw))).status).toBe(401)
})

test('while the issuer is down, known keys serve on', async () => {
  fake.fail('error')
  expect((await get(await fake.token({ scope: 'items:read' }))).status).toBe(200)
  fake.recover()
})
