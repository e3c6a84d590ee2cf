import { availableParallelism } from 'node:os'
import { hashRunner as inPlaceRunner } from './hash-in-place.js'
import { hashQueue } from './hash-queue.node.js'
import type { HashBounds, HashRunner } from './hash-runner.js'
import { startThread, type HashThread } from './hash-thread.node.js'

/** One core is left to the thread that serves. */
export function threadCount(): number {
  return Math.max(1, availableParallelism() - 1)
}

/** Hashes in threads, or in place as long as none can be started. */
export function hashRunner(bounds: HashBounds): HashRunner {
  const queue = hashQueue(bounds)
  const inPlace = inPlaceRunner(bounds)
  const idle: HashThread[] = []

  function idleThread(): HashThread | undefined {
    let thread = idle.pop()
    while (thread?.hasEnded) thread = idle.pop()
    return thread
  }

  return async (name, input, options = {}) => {
    await queue.enter(options.signal)
    try {
      const thread = idleThread() ?? (await startThread())
      if (thread === undefined) return await inPlace(name, input, options)
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
