import { startThread, threadCount } from '#hash-threads'
import { UnavailableError } from '../wire/errors.js'
import { runHashJob, type HashJobInput, type HashJobName, type HashJobResult } from './hash-jobs.js'
import type { HashThread } from './hash-threads.js'

export interface HashPoolOptions {
  /** How many threads hash at most. Default: one less than there are cores, but one. */
  readonly threads?: number | undefined
  /** How many jobs wait at most. Default: 32 for each thread, which at bcrypt's cost 12 take about ten seconds. */
  readonly maxQueue?: number | undefined
  /** How many seconds a job waits at most. Default: 10. */
  readonly maxWait?: number | undefined
}

/** Where hashers compute: off the thread that serves requests. */
export interface HashPool {
  /** For the hashers of this package. The jobs may change with any version. */
  run<N extends HashJobName>(
    name: N,
    input: HashJobInput<N>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<HashJobResult<N>>
}

interface WaitingJob {
  begin(run: HashThread['run']): Promise<void>
}

/**
 * Worker threads for hashing passwords, apart from libuv's, which WebCrypto shares. On Node, Bun and Deno; where
 * threads cannot be had, hashing is done in place, one job at a time.
 *
 * Threads are started when jobs come and are kept; an idle one does not keep the process alive. Make one pool, not one
 * per request.
 *
 * @throws {TypeError} an option out of its range
 * @example
 * const auth = defineAuth({ hasher: bcrypt({ pool: hashPool({ threads: 2, maxWait: 5 }) }), … })
 */
export function hashPool(options: HashPoolOptions = {}): HashPool {
  const { threads = threadCount(), maxQueue = 32 * threads, maxWait = 10 } = options
  if (!Number.isInteger(threads) || threads < 1) throw new TypeError('"threads" must be a positive integer')
  if (!Number.isInteger(maxQueue) || maxQueue < 0) throw new TypeError('"maxQueue" must be a non-negative integer')
  if (!(maxWait > 0) || maxWait > MAX_WAIT) {
    throw new TypeError(`"maxWait" must be a positive number of seconds, at most ${MAX_WAIT}`)
  }

  const waiting = new Set<WaitingJob>()
  const idle: HashThread[] = []
  let running = 0
  let lanes = 0
  let isInPlace = false

  /** Does waiting jobs one after the other until there are none. */
  async function lane(): Promise<void> {
    lanes += 1
    while (waiting.size > 0) {
      const thread = idleThread() ?? (await startThread())
      if (thread === undefined) {
        // Another lane works in place already, and will come to this job.
        if (isInPlace) break
        isInPlace = true
        await next(runHashJob)
        isInPlace = false
      } else {
        await next(thread.run)
        if (!thread.hasEnded) idle.push(thread)
      }
    }
    lanes -= 1
  }

  function idleThread(): HashThread | undefined {
    let thread = idle.pop()
    while (thread?.hasEnded) thread = idle.pop()
    return thread
  }

  async function next(run: HashThread['run']): Promise<void> {
    const [job] = waiting
    if (job === undefined) return
    running += 1
    await job.begin(run)
    running -= 1
  }

  return {
    run(name, input, { signal } = {}) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        if (running + waiting.size >= threads + maxQueue) throw new UnavailableError('busy', maxWait)
        const job: WaitingJob = {
          begin(run) {
            leave()
            return run(name, input).then(resolve, reject)
          },
        }
        const timer = setTimeout(() => giveUp(new UnavailableError('busy', maxWait)), maxWait * 1000)
        const abort = () => giveUp(signal?.reason)
        signal?.addEventListener('abort', abort)
        function leave(): void {
          waiting.delete(job)
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
        }
        function giveUp(reason: unknown): void {
          leave()
          reject(reason)
        }
        waiting.add(job)
        if (lanes < threads) void lane()
      })
    },
  }
}

/** What `setTimeout` can hold. */
const MAX_WAIT = 2_147_483

/** The pool of every hasher that was given none. */
export const sharedPool = hashPool()
