import { availableParallelism } from 'node:os'
import process from 'node:process'
import { runHashJob, type HashJobResult } from './hash-jobs.js'
import { hashLine } from './hash-line.js'
import { hashQueue } from './hash-queue.node.js'
import type { HashBounds, HashRunner } from './hash-runner.js'
import { startThread, type HashThread } from './hash-thread.node.js'

/** One core is left to the thread that serves. */
export function threadCount(): number {
  return Math.max(1, availableParallelism() - 1)
}

/** Of libuv's threads, which are four, hashes leave one to WebCrypto, without which no token is verified or signed. */
const nativeThreads = Math.min(threadCount(), 3)

/** The turn of what is hashed natively: Argon2, scrypt and PBKDF2, whichever hasher asks. */
export const nativeTurn = hashQueue({ threads: nativeThreads, maxQueue: 32 * nativeThreads, maxWait: 10 })

/** Hashes in threads, or in place as long as none can be started, which it tells once: logins hold up all else then. */
export function hashRunner(bounds: HashBounds): HashRunner {
  const inTurn = hashQueue(bounds)
  const inLine = hashLine(bounds)
  const idle: HashThread[] = []
  let hasWarned = false

  function idleThread(): HashThread | undefined {
    let thread = idle.pop()
    while (thread?.hasEnded) thread = idle.pop()
    return thread
  }

  async function newThread(): Promise<HashThread | undefined> {
    try {
      return await startThread()
    } catch (error) {
      if (!hasWarned) warn(error)
      hasWarned = true
      return undefined
    }
  }

  return async (name, input, { signal } = {}) => {
    const since = performance.now()
    const compute = async (): Promise<HashJobResult<typeof name>> => {
      const thread = idleThread() ?? (await newThread())
      if (thread === undefined) return inLine(() => runHashJob(name, input), { signal, since })
      try {
        return await thread.run(name, input)
      } finally {
        idle.push(thread)
      }
    }
    return inTurn(compute, { signal })
  }
}

/** No thread has been given a job yet, so that the reason can hold nothing of one. */
function warn(reason: unknown): void {
  process.emitWarning('Passwords are hashed on the thread that serves requests, as no other could be started', {
    code: 'SCOPETREE_HASH_IN_PLACE',
    detail: String(reason),
  })
}
