import { availableParallelism } from 'node:os'
import process from 'node:process'
import { runHashJob } from './hash-jobs.js'
import { hashLine } from './hash-line.js'
import { hashQueue } from './hash-queue.node.js'
import type { HashBounds, HashRunner } from './hash-runner.js'
import { startThread, type HashThread } from './hash-thread.node.js'

/** One core is left to the thread that serves. */
export function threadCount(): number {
  return Math.max(1, availableParallelism() - 1)
}

/** Hashes in threads, or in place as long as none can be started, which it tells once: logins hold up all else then. */
export function hashRunner(bounds: HashBounds): HashRunner {
  const queue = hashQueue(bounds)
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
    await queue.enter(signal)
    try {
      const thread = idleThread() ?? (await newThread())
      if (thread === undefined) return await inLine(() => runHashJob(name, input), { signal, since })
      try {
        return await thread.run(name, input)
      } finally {
        idle.push(thread)
      }
    } finally {
      queue.leave()
    }
  }
}

/** No thread has been given a job yet, so that the reason can hold nothing of one. */
function warn(reason: unknown): void {
  process.emitWarning('Passwords are hashed on the thread that serves requests, as no other could be started', {
    code: 'SCOPETREE_HASH_IN_PLACE',
    detail: String(reason),
  })
}
