import { UnavailableError } from '../../wire/errors.js'
import type { HashBounds, HashTurn } from './hash-runner.js'

/** As many jobs at a time as there are threads, and a queue before them. */
export function hashQueue({ threads, maxQueue, maxWait }: HashBounds): HashTurn {
  const waiting = new Set<() => void>()
  let free = threads

  function wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => giveUp(new UnavailableError('busy', maxWait)), maxWait * 1000)
      const abort = () => giveUp(signal?.reason)
      signal?.addEventListener('abort', abort)
      function stepOut(): void {
        waiting.delete(sitDown)
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
      function sitDown(): void {
        stepOut()
        resolve()
      }
      function giveUp(reason: unknown): void {
        stepOut()
        reject(reason)
      }
      waiting.add(sitDown)
    })
  }

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (free > 0) free -= 1
    else if (waiting.size < maxQueue) await wait(signal)
    else throw new UnavailableError('busy', maxWait)
  }

  function leave(): void {
    const [next] = waiting
    if (next === undefined) free += 1
    else next()
  }

  return async (job, { signal } = {}) => {
    await enter(signal)
    try {
      return await job()
    } finally {
      leave()
    }
  }
}
