import { describe, expect, test } from 'vitest'
import { createApp } from '../examples/revocation/api/app.js'
import type { DenyList } from '../examples/revocation/api/deny-list.js'
import { call, login, withToken } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const { TEST_REDIS_URL, TEST_DATABASE_URL } = process.env
const STORES = [
  ['Redis', 'revocation/redis.ts', { REDIS_URL: TEST_REDIS_URL }],
  ['PostgreSQL', 'revocation/postgres.ts', { DATABASE_URL: TEST_DATABASE_URL }],
] as const

async function tokenOf(origin: string): Promise<string> {
  const { body } = await login(origin, { username: 'johndoe', password: 'secret' })
  return (body as { access_token: string }).access_token
}

function logout(origin: string, token: string): Promise<{ status: number }> {
  return call(origin, { method: 'POST', path: '/logout', headers: { authorization: `Bearer ${token}` } })
}

describe.each(STORES)('a deny-list in %s', (_, path, { ...urls }) => {
  const [url] = Object.values(urls)
  const SECRET_KEY = crypto.randomUUID()
  const start = (): Promise<Program> => startProgram(path, { ...Object.fromEntries(Object.entries(urls)), SECRET_KEY })

  test.skipIf(url === undefined)(
    'takes one token back, for every process and for good',
    { timeout: 60_000 },
    async () => {
      const [first, second] = await Promise.all([start(), start()])
      const [mine, other] = [await tokenOf(first.origin), await tokenOf(first.origin)]
      expect((await withToken(second.origin, '/users/me', mine)).status).toBe(200)

      expect((await logout(first.origin, mine)).status).toBe(204)
      for (const { origin } of [first, second]) {
        const refused = await withToken(origin, '/users/me', mine)
        expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
        expect(refused.text).toContain('revoked')
        expect((await withToken(origin, '/users/me', other)).status).toBe(200)
      }
      expect((await logout(second.origin, mine)).status).toBe(401)

      await Promise.all([first.stop(), second.stop()])
      const third = await start()
      expect((await withToken(third.origin, '/users/me', mine)).status).toBe(401)
      expect((await withToken(third.origin, '/users/me', other)).status).toBe(200)
      await third.stop()
    },
  )
})

describe('the application', () => {
  const asked: string[] = []
  const denyList: DenyList = {
    revoke: async () => undefined,
    async isRevoked({ jti }) {
      asked.push(jti)
      if (asked.length > 2) throw new Error('the store is away')
      return false
    },
  }
  const app = createApp(crypto.randomUUID(), denyList)
  app.onError((error, c) => c.text(error.message, 500))

  test('asks on every request, and lets nobody in while it cannot', async () => {
    const body = new URLSearchParams({ username: 'johndoe', password: 'secret' })
    const { access_token: token } = (await (await app.request('/token', { method: 'POST', body })).json()) as {
      access_token: string
    }
    const statuses: number[] = []
    for (let times = 0; times < 3; times += 1) {
      statuses.push((await app.request('/users/me', { headers: { authorization: `Bearer ${token}` } })).status)
    }
    expect(statuses).toEqual([200, 200, 500])
    expect(new Set(asked).size).toBe(1)
  })
})
