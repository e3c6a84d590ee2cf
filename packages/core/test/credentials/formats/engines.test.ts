import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { deriveArgon2, firstArgon2 } from '../../../src/credentials/passwords/formats/argon2-key.node.js'
import { deriveArgon2 as deriveArgon2OnEdge } from '../../../src/credentials/passwords/formats/argon2-key.js'
import {
  argon2OfNodeRs,
  argon2OfPackage,
  argon2OfRuntime,
  type Argon2,
} from '../../../src/credentials/passwords/formats/argon2-native.node.js'
import type { Argon2Job } from '../../../src/credentials/passwords/formats/argon2-params.js'
import { derivePbkdf2 } from '../../../src/credentials/passwords/formats/pbkdf2-key.js'
import { deriveScrypt } from '../../../src/credentials/passwords/formats/scrypt-key.node.js'
import { deriveScrypt as deriveScryptOnEdge } from '../../../src/credentials/passwords/formats/scrypt-key.js'
import { threadCount } from '../../../src/credentials/passwords/hash-threads.node.js'
import { rejection } from '../jws.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const hex = (key: Uint8Array) => Buffer.from(key).toString('hex')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const hasOwnArgon2 = major > 24 || (major === 24 && minor >= 7)

/** RFC 9106 §5.3 needs a secret and associated data; these are of argon2-cffi 21.1.0 over `secret`, `01234567`. */
const salt = bytes('01234567')
const cases: readonly (readonly [Argon2Job, string])[] = [
  [{ variant: 'argon2id', memory: 64, passes: 1, parallelism: 1, keyLength: 16, salt }, 'USAA1OUj0AyKdqmXCCzeFA'],
  [{ variant: 'argon2i', memory: 64, passes: 1, parallelism: 1, keyLength: 16, salt }, 'SOBfGtUjmdSskuYQw6Wm2w'],
  [
    { variant: 'argon2d', memory: 256, passes: 1, parallelism: 2, keyLength: 32, salt: bytes('somesalt12345678') },
    'tciQZ4l335u0Fp9S7HexAHxuzV+f9M4M14L4Ty1seOY',
  ],
]

describe.each<[string, boolean, () => Promise<Argon2>]>([
  ['@node-rs/argon2', true, argon2OfNodeRs],
  ['argon2', true, argon2OfPackage],
  ['crypto.argon2', hasOwnArgon2, argon2OfRuntime],
  ['the one that Node takes', true, async () => deriveArgon2],
  ['@noble/hashes', true, async () => deriveArgon2OnEdge],
])('Argon2 by %s', (_, isThere, load) => {
  it.skipIf(!isThere).each(cases)('computes what argon2-cffi does: %o', async (job, key) => {
    const derive = await load()
    expect(Buffer.from(await derive(bytes('secret'), job)).toString('base64')).toContain(key)
  })

  it.skipIf(!isThere)('takes the least and the most lanes', async () => {
    const derive = await load()
    const job = { variant: 'argon2id', passes: 1, keyLength: 64, salt: bytes('s'.repeat(64)) } as const
    for (const parallelism of [1, 16]) {
      const memory = 8 * parallelism
      const key = await derive(bytes('x'.repeat(4096)), { ...job, memory, parallelism })
      expect(hex(key)).toBe(hex(await deriveArgon2(bytes('x'.repeat(4096)), { ...job, memory, parallelism })))
    }
  })
})

it('scrypt by @noble/hashes computes what Node does (RFC 7914 §12)', async () => {
  const job = { cost: 1024, blockSize: 8, parallelism: 16, keyLength: 64, salt: bytes('NaCl') }
  const key = hex(await deriveScrypt(bytes('password'), job))
  expect(key).toMatch(/^fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162/)
  expect(hex(await deriveScryptOnEdge(bytes('password'), job))).toBe(key)
})

describe('without any Argon2', () => {
  const missing = () => Promise.reject(new Error('Cannot find package'))

  it('the error says what to install', async () => {
    const error = await rejection(firstArgon2([missing, missing]))
    expect(error).toMatchObject({ message: expect.stringMatching(/Node 24\.7.*npm install @node-rs\/argon2/) })
    expect(error).toMatchObject({ cause: { errors: [{ message: 'Cannot find package' }, expect.anything()] } })
  })

  it('the first that loads is taken, and the others are not tried', async () => {
    const found: Argon2 = async () => new Uint8Array([1])
    const untried = () => Promise.reject(new Error('was tried'))
    expect(await firstArgon2([missing, async () => found, untried])).toBe(found)
  })

  it.skipIf(hasOwnArgon2)('crypto.argon2 is missing from this Node', async () => {
    await expect(argon2OfRuntime()).rejects.toThrow('crypto.argon2')
  })
})

describe('natively, on threads that WebCrypto needs too', () => {
  const argon2Job = { variant: 'argon2id', memory: 8, passes: 1, parallelism: 1, keyLength: 32, salt } as const
  const scryptJob = { cost: 16, blockSize: 1, parallelism: 1, keyLength: 32, salt }
  const engines: readonly [string, (options?: { signal: AbortSignal }) => Promise<Uint8Array>][] = [
    ['Argon2', (options) => deriveArgon2(bytes('secret'), argon2Job, options)],
    ['scrypt', (options) => deriveScrypt(bytes('secret'), scryptJob, options)],
    ['PBKDF2', (options) => derivePbkdf2('secret', { hash: 'SHA-256', salt, rounds: 1 }, options)],
  ]
  const threads = Math.min(threadCount(), 3)

  it.each(engines)('%s takes turns, and too many are turned away as busy', async (_, derive) => {
    const outcomes = await Promise.allSettled(Array.from({ length: 33 * threads + 2 }, () => derive()))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toEqual(Array(2).fill(expect.objectContaining({ name: 'UnavailableError', reason: 'busy' })))
    expect(await derive()).toHaveLength(32)
  })

  it.each(engines)('an aborted job of %s leaves its place', async (_, derive) => {
    const before = Array.from({ length: threads }, () =>
      derivePbkdf2('secret', { hash: 'SHA-512', salt, rounds: 50_000 }),
    )
    const controller = new AbortController()
    const aborted = derive({ signal: controller.signal })
    controller.abort(new Error('the client left'))
    await expect(aborted).rejects.toThrow('the client left')
    await Promise.all(before)
  })
})

describe('where JavaScript computes', () => {
  const job = { variant: 'argon2id', memory: 1024, passes: 1, parallelism: 1, keyLength: 32, salt } as const

  const cheapScrypt = { cost: 16, blockSize: 1, parallelism: 1, keyLength: 32, salt }

  it('one job runs at a time, and too many are turned away as busy', async () => {
    const jobs = Array.from({ length: 20 }, () => deriveArgon2OnEdge(bytes('secret'), job))
    const outcomes = await Promise.allSettled(jobs)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const { reason } of refused)
      expect(reason).toMatchObject({ name: 'UnavailableError', reason: 'busy', status: 503 })
    expect(await deriveArgon2OnEdge(bytes('secret'), job)).toHaveLength(32)
  })

  it('a job that fails does not stop those after it', async () => {
    const failing = deriveArgon2OnEdge(bytes('secret'), { ...job, memory: 1 })
    const next = deriveArgon2OnEdge(bytes('secret'), job)
    await expect(failing).rejects.toThrow(/"m"|memory/)
    expect(await next).toHaveLength(32)
  })

  it('a job that was cut off holds up those after it for a second at most', { timeout: 30_000 }, async () => {
    // A runtime that cuts a request off ends its timers.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    let isDone = false
    const cutOff = deriveArgon2OnEdge(bytes('secret'), { ...job, memory: 8192, passes: 40 }).then(() => (isDone = true))
    await Promise.all([
      deriveScryptOnEdge(bytes('secret'), cheapScrypt),
      deriveArgon2OnEdge(bytes('secret'), { ...job, memory: 8 }),
    ])
    expect(isDone).toBe(false)
    await cutOff
  })

  it.each([
    ['scrypt', (signal: AbortSignal) => deriveScryptOnEdge(bytes('secret'), cheapScrypt, { signal })],
    ['Argon2', (signal: AbortSignal) => deriveArgon2OnEdge(bytes('secret'), { ...job, memory: 8 }, { signal })],
  ])('an aborted job of %s leaves the line', async (_, derive) => {
    const first = deriveArgon2OnEdge(bytes('secret'), job)
    const controller = new AbortController()
    const aborted = derive(controller.signal)
    controller.abort(new Error('the client left'))
    await expect(aborted).rejects.toThrow('the client left')
    await first
  })

  it('others get their turn meanwhile', async () => {
    // However fast this machine is, each look at the clock finds that 10 ms have passed.
    let now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 10))
    onTestFinished(() => clock.mockRestore())
    let turns = 0
    let next = setImmediate(function turn() {
      turns += 1
      next = setImmediate(turn)
    })
    await deriveArgon2OnEdge(bytes('secret'), { ...job, memory: 64 })
    clearImmediate(next)
    expect(turns).toBeGreaterThan(10)
  })
})
