import { describe, expect, test } from 'vitest'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { hs256, verifyAccessToken, type TokenVerifier } from '@scopetree/core'
import { forge, good, NOW, SECRET } from './jws.js'

// How much memory tokens take, where others count signatures: what is kept without being used costs none.

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const MIB = 2 ** 20

async function heap(): Promise<number> {
  // What a promise that has just been settled still holds.
  await setImmediate()
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** Bytes that `work` leaves behind. What the engine learns when it sees something first is learnt before. */
async function leftBy(work: () => Promise<unknown>): Promise<number> {
  const before = await heap()
  await work()
  return (await heap()) - before
}

type Auth = Pick<TokenVerifier, 'key' | 'now' | 'tokenCache'>
const verifier = (config: Partial<Auth> = {}): Auth => ({ key: hs256(SECRET), now: () => NOW, ...config })

async function verifyMany(auth: Auth, count: number, padding: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await verifyAccessToken(auth, forge({ ...good, n, padding: 'x'.repeat(padding) }))
}

/** A token as it is cut out of a header, which it keeps in memory for as long as it is kept itself. */
function cutOut(length: number): string {
  return `${'x'.repeat(length)}${forge(good)}`.slice(length)
}

describe('a token that was cut out of a large header', () => {
  test.each([
    ['that is remembered', {}],
    ['under `tokenCache: false`', { tokenCache: false } as const],
  ])('%s does not keep the header', async (_, config) => {
    const auth = verifier(config)
    await verifyMany(verifier(config), 10, 0)
    expect(await leftBy(async () => verifyAccessToken(auth, cutOut(32 * MIB)))).toBeLessThan(4 * MIB)
    // So that the verifier outlives the measurement, with all that it remembers.
    await verifyAccessToken(auth, forge(good))
  })
})

describe('the memory', () => {
  test('takes no more than its two generations, however many tokens come', async () => {
    const auth = verifier()
    await verifyMany(verifier(), 10, 5800)
    expect(await leftBy(() => verifyMany(auth, 6000, 5800))).toBeLessThan(32 * MIB)
    await verifyAccessToken(auth, forge(good))
  })
  test('takes no more than it counts for a token, and no less than half', async () => {
    const auth = verifier()
    await verifyMany(verifier(), 10, 200)
    const { length } = forge({ ...good, n: 1000, padding: 'x'.repeat(200) })
    const bytes = (await leftBy(() => verifyMany(auth, 4000, 200))) / 4000
    expect(bytes).toBeLessThan(512 + 2 * length)
    expect(bytes).toBeGreaterThan((512 + 2 * length) / 2)
    await verifyAccessToken(auth, forge(good))
  })
  test.each([
    ['lists in lists', '['.repeat(2900) + ']'.repeat(2900)],
    ['a list of lists', `[${'[],'.repeat(1900)}[]]`],
    ['a list of objects', `[${'{},'.repeat(1900)}{}]`],
    ['a list of objects with a member', `[${'{"a":1},'.repeat(700)}{"a":1}]`],
    ['a list of numbers', `[${'1,'.repeat(2900)}1]`],
  ])('takes no more than its two generations where a claim is %s', async (_, claim) => {
    const auth = verifier()
    const many: unknown = JSON.parse(claim)
    const verify = async (one: Auth, count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) await verifyAccessToken(one, forge({ ...good, n, many }))
    }
    await verify(verifier(), 10)
    expect(await leftBy(() => verify(auth, 600))).toBeLessThan(32 * MIB)
    await verifyAccessToken(auth, forge(good))
  })
  test('is gone with its key', async () => {
    await verifyMany(verifier(), 10, 5800)
    expect(await leftBy(() => verifyMany(verifier(), 900, 5800))).toBeLessThan(4 * MIB)
  })
})
