import { hashPool } from '@scopetree/core/password'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** What ends the jobs that have begun, in their order. */
const { ends } = vi.hoisted(() => ({ ends: [] as (() => void)[] }))

vi.mock('../../src/credentials/passwords/hash-thread.node.js', () => ({
  startThread: () => Promise.reject(new Error('refused')),
}))
vi.mock('../../src/credentials/passwords/hash-jobs.js', () => ({
  runHashJob: () => new Promise<void>((resolve) => ends.push(resolve)),
}))

beforeEach(() => {
  ends.length = 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('where no thread can be started', () => {
  it('a job that has waited for a seat waits for its turn only as long as is left of maxWait', async () => {
    const pool = hashPool({ threads: 2, maxWait: 10 })
    const job = () => pool.run('bcryptHash', { password: 'secret', cost: 4 })
    const seated = [job(), job()]
    const outcome = vi.fn<(error: unknown) => void>()
    const queued = job().catch(outcome)
    await vi.advanceTimersByTimeAsync(6_000)
    ends[0]?.()
    // The second begins, and the third is next.
    await vi.advanceTimersByTimeAsync(4_100)
    expect(outcome.mock.lastCall).toEqual([expect.objectContaining({ name: 'UnavailableError', reason: 'busy' })])
    ends[1]?.()
    await Promise.all([...seated, queued])
    expect(ends).toHaveLength(2)
  })
})
