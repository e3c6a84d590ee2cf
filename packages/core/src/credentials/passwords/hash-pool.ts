import { hashRunner, threadCount } from '#hash-threads'
import type { HashRunner } from './hash-runner.js'
import { LONGEST_WAIT } from '../longest-wait.js'

/** Options of `hashPool`. */
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
  /** For the hashers of this package: which jobs there are may change with any version. */
  readonly run: HashRunner
}

/**
 * Threads of our own for hashing passwords: the native packages hash on libuv's, for which WebCrypto then waits.
 *
 * They are on Node, Bun and Deno. Elsewhere, and where the runtime refuses threads, hashing is done in place, one job at
 * a time. A thread is started when a job needs it and is kept; an idle one does not keep the process alive. Whoever
 * cannot wait is refused with `UnavailableError`. Make one pool, not one per request.
 *
 * @throws {TypeError} an option out of its range
 * @example
 * const auth = defineAuth({ key, findUser, hasher: bcrypt({ pool: hashPool({ threads: 2, maxWait: 5 }) }) })
 */
export function hashPool(options: HashPoolOptions = {}): HashPool {
  const { threads = threadCount(), maxQueue = 32 * threads, maxWait = 10 } = options
  if (!Number.isInteger(threads) || threads < 1) throw new TypeError('"threads" must be a positive integer')
  if (!Number.isInteger(maxQueue) || maxQueue < 0) throw new TypeError('"maxQueue" must be a non-negative integer')
  if (!(maxWait > 0 && maxWait <= LONGEST_WAIT)) throw new TypeError('"maxWait" must be a positive number of seconds')
  return { run: hashRunner({ threads, maxQueue, maxWait }) }
}

/** The pool of every hasher that was given none. */
export const sharedPool = hashPool()
