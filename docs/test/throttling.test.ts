import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loginLimits } from '../examples/throttling/limits.js'
import { networkOf } from '../examples/throttling/networks.js'
import { call, login, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'
import { openTap } from './support/tap.js'

const { TEST_REDIS_URL } = process.env

test.each([
  ['203.0.113.1', ['203.0.113.1', '::ffff:203.0.113.1', '::FFFF:cb00:7101', '0:0:0:0:0:ffff:cb00:7101']],
  ['2001:db8:0:1', ['2001:db8:0:1::', '2001:db8:0:1:a:b:c:d', '2001:0DB8::1:0:0:0:1', '2001:db8:0:1:0:0:203.0.113.1']],
  ['2001:db8:0:0', ['2001:db8::', '2001:db8::1', '2001:db8:0:0:1:2:3:4', '2001:db8::1:0:0:0']],
  ['fe80:0:0:0', ['fe80::1', 'fe80::2%eth0']],
  [':0:0:0', ['::', '::1', '::203.0.113.1', '::1:0:0:0']],
  ['1:2:3:4', ['1:2:3:4:5:6:7:8', '1:2:3:4::', '1:2:3:4:5:6::']],
  ['', ['']],
  ['unknown', ['unknown']],
])('%s is the network of %j', (network, addresses) => {
  expect(addresses.map(networkOf)).toEqual(addresses.map(() => network))
})

test('a program that starts while Redis is away counts for itself', async () => {
  const program = await startProgram('throttling/main.ts', { REDIS_URL: 'redis://127.0.0.1:1' })
  try {
    const attempts = Array.from({ length: 6 }, () => login(program.origin, { username: 'judy', password: 'wrong' }))
    const statuses = (await Promise.all(attempts)).map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([400, 400, 400, 400, 400, 429])
  } finally {
    await program.stop()
  }
}, 30_000)

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
    const { status, headers } = await attempt(6, 'alice', 'secretalice', '203.0.113.99')
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

describe.skipIf(TEST_REDIS_URL === undefined)('the limits', () => {
  const redis = createClient({ url: TEST_REDIS_URL ?? '' })
  beforeAll(() => redis.connect())
  afterAll(() => redis.destroy())
  const refused = { status: 429 }

  test.each([
    ['frank', 'Frank'],
    [`${'x'.repeat(128)}a`, `${'x'.repeat(128)}b`],
  ])('%s and %s are two names, for a store that has both', async (name, other) => {
    const limits = loginLimits(redis)
    for (let number = 1; number <= 5; number += 1) await limits.attempt(`name ${number}`, name)
    await limits.attempt('name 6', other)
    await limits.forget(other)
    await expect(limits.attempt('name 7', name)).rejects.toMatchObject(refused)
    await limits.forget(name)
    await limits.attempt('name 8', name)
  })

  test('a name is counted as the store reads it', async () => {
    const limits = loginLimits(redis, (name) => name.trim().toLowerCase())
    for (const name of ['erin', ' erin', 'Erin', 'erin\t', '\nERIN']) await limits.attempt('reads', name)
    await expect(limits.attempt('reads', 'erin ')).rejects.toMatchObject(refused)
    await limits.forget(' erin')
    await limits.attempt('reads', 'Erin')
  })

  test('the addresses of one IPv6 network share theirs', async () => {
    const limits = loginLimits(redis)
    for (let number = 1; number <= 20; number += 1) await limits.attempt(`2001:db8::${number}`, `heidi${number}`)
    await expect(limits.attempt('2001:DB8:0:0:1::', 'ivan')).rejects.toMatchObject(refused)
    await limits.attempt('2001:db8:0:1::', 'ivan')
  })
})
