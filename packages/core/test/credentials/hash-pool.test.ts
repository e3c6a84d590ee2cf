import { createRequire, syncBuiltinESMExports } from 'node:module'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { inspect } from 'node:util'
import type { Worker } from 'node:worker_threads'
import {
  bcrypt,
  hashPassword,
  hashPool,
  type HashPool,
  type HashPoolOptions,
  verifyPassword,
} from '@scopetree/core/password'
import { hashRunner } from '../../src/credentials/passwords/hash-in-place.js'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const PASSWORD = 'correct horse'
const HASH = '$2b$04$dcO/KhIF6LCCzQ0SC5JOgujQ.GJBKzUk3iNShHO26nNU.sP9qPh9m'
const busy = { name: 'UnavailableError', reason: 'busy', status: 503 }

/** The threads that were started. */
let threads: Worker[]

function remember(worker: Worker): void {
  threads.push(worker)
}

beforeEach(() => {
  threads = []
  process.on('worker', remember)
})

afterEach(async () => {
  process.off('worker', remember)
  vi.useRealTimers()
  await Promise.all(threads.map((thread) => thread.terminate()))
})

/** Hashes; the cost says how long: 4 for no time, 12 for a few hundred milliseconds. */
function hasherOf(options: HashPoolOptions, make: (options: HashPoolOptions) => HashPool = hashPool) {
  const pool = make(options)
  return {
    hash: (cost: number) => bcrypt({ cost, pool }).hash(PASSWORD),
    run: (cost: number, signal?: AbortSignal) => pool.run('bcryptHash', { password: PASSWORD, cost }, { signal }),
  }
}

/** What `hashPool` is on an edge runtime, which no test here is run on. */
function edgePool({ threads = 1, maxQueue = 32, maxWait = 10 }: HashPoolOptions): HashPool {
  return { run: hashRunner({ threads, maxQueue, maxWait }) }
}

async function outcomes(jobs: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(jobs)
  return settled.map((job) => (job.status === 'fulfilled' ? 'done' : String(job.reason.reason ?? job.reason.message)))
}

describe.each([
  ['threads', hashPool, false],
  ['in place, where threads are refused', hashPool, true],
  ['in place, where there are none', edgePool, false],
])('%s', (_where, make, isRefused) => {
  if (isRefused) refuseThreads()

  it('hash and verify', async () => {
    const hasher = bcrypt({ cost: 4, pool: make({}) })
    const hash = await hashPassword(PASSWORD, hasher)
    await expect(verifyPassword(PASSWORD, hash, hasher)).resolves.toBe(true)
    await expect(verifyPassword('wrong horse', hash, hasher)).resolves.toBe(false)
    await expect(verifyPassword(PASSWORD, HASH, hasher)).resolves.toBe(false)
  })

  it('refuse who finds the queue full', async () => {
    const { hash } = hasherOf({ threads: 1, maxQueue: 2, maxWait: 60 }, make)
    const jobs = [hash(10), hash(4), hash(4), hash(4), hash(4)]
    await expect(jobs[3]).rejects.toMatchObject({ ...busy, retryAfter: 60 })
    expect(await outcomes(jobs)).toEqual(['done', 'done', 'done', 'busy', 'busy'])
    await expect(hash(4)).resolves.toMatch(/^\$2b\$04\$/)
  })

  it('refuse who waits, where there is no queue', async () => {
    const { hash } = hasherOf({ threads: 1, maxQueue: 0 }, make)
    expect(await outcomes([hash(10), hash(4)])).toEqual(['done', 'busy'])
  })

  it('refuse who has waited too long, and lose no other', async () => {
    const { hash } = hasherOf({ threads: 1, maxWait: 0.05 }, make)
    const first = hash(12)
    await expect(hash(4)).rejects.toMatchObject({ ...busy, retryAfter: 1 })
    await expect(first).resolves.toMatch(/^\$2b\$12\$/)
    await expect(hash(4)).resolves.toMatch(/^\$2b\$04\$/)
  })

  it('drop an aborted job from the queue, which then has room', async () => {
    const { run } = hasherOf({ threads: 1, maxQueue: 1 }, make)
    const controller = new AbortController()
    const jobs = [run(12), run(4, controller.signal)]
    controller.abort(new Error('the client left'))
    await expect(jobs[1]).rejects.toThrow('the client left')
    jobs.push(run(4))
    expect(await outcomes(jobs)).toEqual(['done', 'the client left', 'done'])
  })

  it('do not begin a job that is aborted already', async () => {
    const { run } = hasherOf({ threads: 1 }, make)
    await expect(run(4, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
    expect(threads).toHaveLength(0)
  })

  it('do not listen to a signal once the job is done', async () => {
    const { run } = hasherOf({ threads: 1 }, make)
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    await Promise.all([run(4), run(4, signal)])
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
  })

  it('keep no timer once the job is done', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
      shouldAdvanceTime: true,
    })
    const { hash } = hasherOf({ threads: 1, maxWait: 60 }, make)
    await Promise.all([hash(4), hash(4)])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('fail a job that cannot be done without quoting it', async () => {
    const pool = make({ threads: 1 })
    const job = pool.run('bcryptVerify', { password: PASSWORD, hash: `${HASH.slice(0, -9)}#########` })
    await expect(job).resolves.toBe(false)
    const cost: number = JSON.parse('"secret"')
    const failed = pool.run('bcryptHash', { password: PASSWORD, cost })
    await expect(failed.catch(inspect)).resolves.toMatch(/^Error: A hash job failed\n(?!.*(secret|horse))/s)
    await expect(hasherOf({ threads: 1 }, make).hash(4)).resolves.toBeTypeOf('string')
  })
})

describe('threads', () => {
  it('are started at first use', async () => {
    const { hash } = hasherOf({ threads: 2 })
    expect(threads).toHaveLength(0)
    await hash(4)
    expect(threads).toHaveLength(1)
  })

  it('are kept for the next job', async () => {
    const { hash } = hasherOf({ threads: 2 })
    for (let i = 0; i < 3; i += 1) await hash(4)
    expect(threads).toHaveLength(1)
  })

  it('are as many as were asked for', async () => {
    const { hash } = hasherOf({ threads: 3 })
    await Promise.all(Array.from({ length: 12 }, () => hash(4)))
    expect(threads).toHaveLength(3)
  })

  it('are one less than there are cores', async () => {
    const cores = availableParallelism()
    const { hash } = hasherOf({})
    await Promise.all(Array.from({ length: 2 * cores }, () => hash(4)))
    expect(threads).toHaveLength(Math.max(1, cores - 1))
  })

  it('give this thread its turn', async () => {
    const { hash } = hasherOf({ threads: 1 })
    await hash(4)
    const before = performance.eventLoopUtilization()
    await hash(12)
    // The part of the time in which this thread was busy: in place, nearly all of it.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it('that die fail one job and are replaced', async () => {
    const { hash } = hasherOf({ threads: 1 })
    await hash(4)
    const jobs = [hash(13), hash(4), hash(4)]
    await threads[0]?.terminate()
    expect(await outcomes(jobs)).toEqual(['A hash thread ended before its job did', 'done', 'done'])
    expect(threads).toHaveLength(2)
  })

  it('that die idle are replaced', async () => {
    const { hash } = hasherOf({ threads: 1 })
    await hash(4)
    await threads[0]?.terminate()
    await expect(hash(4)).resolves.toBeTypeOf('string')
    expect(threads).toHaveLength(2)
  })

  it.each<[how: string, die: (worker: Worker) => unknown]>([
    ['end', (worker) => worker.terminate()],
    ['fail', (worker) => worker.emit('error', new Error('no memory'))],
  ])('that %s before they are ready leave their job to this thread', async (_how, die) => {
    const { hash } = hasherOf({ threads: 1 })
    process.once('worker', die)
    await expect(hash(4)).resolves.toMatch(/^\$2b\$04\$/)
    await hash(4)
    expect(threads).toHaveLength(2)
  })

  it('say nothing of a password when they die', async () => {
    const { hash } = hasherOf({ threads: 1 })
    await hash(4)
    const job = hash(13).catch(inspect)
    await new Promise(setImmediate)
    threads[0]?.emit('error', new Error(`out of memory at ${PASSWORD}`))
    await expect(job).resolves.toMatch(/^Error: A hash thread ended before its job did\n(?!.*horse)/s)
  })
})

describe('refuses', () => {
  it.each<[string, HashPoolOptions]>([
    ['threads', { threads: 0 }],
    ['threads', { threads: 1.5 }],
    ['threads', { threads: Number.NaN }],
    ['maxQueue', { maxQueue: -1 }],
    ['maxQueue', { maxQueue: Infinity }],
    ['maxWait', { maxWait: 0 }],
    ['maxWait', { maxWait: Number.NaN }],
    ['maxWait', { maxWait: 2 ** 31 / 1000 }],
  ])('%s: %o', (name, options) => {
    expect(() => hashPool(options)).toThrow(new RegExp(`^"${name}" must be `))
  })
})

describe('in place', () => {
  refuseThreads()

  it('starts threads as soon as they are to be had again', async () => {
    const { hash } = hasherOf({ threads: 1 })
    await hash(4)
    allowThreads()
    await hash(4)
    expect(threads).toHaveLength(1)
  })

  it('is told to whoever runs the process, once, with the reason', async () => {
    const warned = vi.fn<(warning: Error) => void>()
    process.on('warning', warned)
    onTestFinished(() => void process.off('warning', warned))
    const { hash } = hasherOf({ threads: 2 })
    await Promise.all([hash(4), hash(4)])
    await hash(4)
    await new Promise(setImmediate)
    expect(warned.mock.calls).toEqual([
      [expect.objectContaining({ code: 'SCOPETREE_HASH_IN_PLACE', detail: 'Error: refused' })],
    ])
    expect(String(warned.mock.lastCall)).toMatch(/Passwords are hashed on the thread that serves requests/)
  })

  it('does one job after the other', async () => {
    const { hash } = hasherOf({ threads: 2 })
    const ends: number[] = []
    await Promise.all([14, 4].map((cost) => hash(cost).then(() => ends.push(cost))))
    expect(ends).toEqual([14, 4])
  })

  it('keeps the turns of those who wait while this thread is blocked', async () => {
    const { hash } = hasherOf({ threads: 4 })
    const ends: string[] = []
    const jobs = ['a', 'b', 'c'].map((name) => hash(10).then(() => ends.push(name)))
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const end = performance.now() + 1200; performance.now() < end;);
    await new Promise((resolve) => setTimeout(resolve, 30))
    await Promise.all([...jobs, hash(10).then(() => ends.push('newcomer'))])
    expect(ends.at(-1)).toBe('newcomer')
  })

  it('waits no longer than it may for the job before', async () => {
    const { hash } = hasherOf({ threads: 2, maxWait: 0.05 })
    expect(await outcomes([hash(12), hash(4)])).toEqual(['done', 'busy'])
  })

  it('is held up for a second at most by a job that was cut off', async () => {
    const { hash } = hasherOf({ threads: 2 })
    // A runtime that cuts a request off ends its timers.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    let isDone = false
    void hash(16).finally(() => (isDone = true))
    await hash(4)
    expect(isDone).toBe(false)
  })
})

const workerThreads = createRequire(import.meta.url)('node:worker_threads')
const { Worker: RealWorker } = workerThreads

function refuseThreads(): void {
  beforeEach(() => {
    setWorker(function Worker() {
      throw new Error('refused')
    })
  })
  afterEach(allowThreads)
}

function allowThreads(): void {
  setWorker(RealWorker)
}

function setWorker(Worker: unknown): void {
  workerThreads.Worker = Worker
  syncBuiltinESMExports()
}
