import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { createApp } from '../examples/revocation/api/app.js'
import { Revocable, type DenyList } from '../examples/revocation/api/deny-list.js'
import { redisDenyList } from '../examples/revocation/stores/redis.js'
import { call, login, withToken } from './support/http.js'
import { startProgram, type Program } from './support/program.js'
import { openTap } from './support/tap.js'

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

  test.skipIf(url === undefined)(
    'that hangs lets nobody in, and keeps nobody waiting',
    { timeout: 60_000 },
    async () => {
      const tap = await openTap(url ?? '')
      const program = await startProgram(path, { [Object.keys(urls)[0] ?? '']: tap.url, SECRET_KEY })
      try {
        const token = await tokenOf(program.origin)
        const status = async (): Promise<number> => (await withToken(program.origin, '/users/me', token)).status
        expect(await status()).toBe(200)

        tap.hold()
        // One a second: the end of the first is not put off by those behind it.
        const asked = [0, 1, 2, 3, 4].map(async (second) => {
          await sleep(second * 1000)
          const started = performance.now()
          return [await status(), performance.now() - started < 4500]
        })
        expect(await Promise.all(asked)).toEqual(asked.map(() => [500, true]))

        tap.release()
        await expect.poll(status, { timeout: 10_000 }).toBe(200)
      } finally {
        await program.stop()
        tap.close()
      }
    },
  )
})

test.skipIf(TEST_REDIS_URL === undefined)('a token is not taken back unseen while Redis hangs', async () => {
  const tap = await openTap(TEST_REDIS_URL ?? '')
  const redis = createClient({ url: tap.url })
  await redis.connect()
  tap.hold()
  const claims = { sub: 'johndoe', jti: crypto.randomUUID(), iat: Date.now() / 1000, exp: Date.now() / 1000 + 60 }
  await expect(redisDenyList(redis).revoke(claims)).rejects.toThrow('Redis does not answer')
  redis.destroy()
  tap.close()
})

test('a token that does not say when it was made is none of these', () => {
  const claims = { sub: 'johndoe', jti: 'x', exp: 60 }
  expect([v.is(Revocable, { ...claims, iat: 0 }), v.is(Revocable, claims)]).toEqual([true, false])
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
