import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'
import { openTap } from './support/tap.js'

const { TEST_REDIS_URL } = process.env

describe.skipIf(TEST_REDIS_URL === undefined)('login throttling on Redis', () => {
  const programs: Program[] = []
  beforeAll(async () => {
    const redis = createClient({ url: TEST_REDIS_URL ?? '' })
    await redis.connect()
    for (const key of await redis.keys('login:*')) await redis.del(key)
    redis.destroy()
    // Two processes, one count.
    for (const _ of [1, 2]) {
      programs.push(await startProgram('throttling/main.ts', { REDIS_URL: TEST_REDIS_URL ?? '' }))
    }
  }, 60_000)
  afterAll(() => Promise.all(programs.map((program) => program.stop())))

  function attempt(number: number, username: string, password: string, address: string): Promise<Answer> {
    return call(programs[number % 2]?.origin ?? '', {
      method: 'POST',
      path: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
      body: new URLSearchParams({ username, password }).toString(),
    })
  }

  test('the sixth attempt at one user is refused, from wherever it comes, also with the right password', async () => {
    for (let number = 1; number <= 5; number += 1) {
      expect((await attempt(number, 'alice', 'wrong', `203.0.113.${number}`)).status).toBe(400)
    }
    const { status, headers } = await attempt(6, 'Alice', 'secretalice', '203.0.113.99')
    expect([status, Number(headers['retry-after'])]).toEqual([429, expect.closeTo(900, -2)])
  }, 30_000)

  test('a login forgets the failures before it', async () => {
    for (let number = 1; number <= 6; number += 1) {
      expect((await attempt(number, 'johndoe', 'secret', `198.51.100.${number}`)).status).toBe(200)
    }
  }, 30_000)

  test('a Redis that hangs does not hold logins up, and they are counted nevertheless', async () => {
    const tap = await openTap(TEST_REDIS_URL ?? '')
    const program = await startProgram('throttling/main.ts', { REDIS_URL: tap.url })
    try {
      programs.unshift(program, program)
      tap.hold()
      const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => attempt(n, 'grace', 'wrong', `198.18.0.${n}`)))
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(5)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1)
    } finally {
      programs.splice(0, 2)
      tap.release()
      await program.stop()
      tap.close()
    }
  }, 30_000)

  test('one address has a limit for all users', async () => {
    const address = '192.0.2.1'
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => attempt(number, 'carol', 'wrong', address)),
    )
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5)
    expect((await attempt(1, 'dave', 'wrong', address)).status).toBe(429)
    expect((await attempt(2, 'dave', 'wrong', '192.0.2.2')).status).toBe(400)
  }, 60_000)
})
