import type { Awaitable } from '../wire/awaitable.js'
import type { Cleanup } from './dependency.js'
import type { RequestState } from './request-state.js'

/**
 * Keeps a cleanup for the end of the request. With the first one the host is asked to tell when that is: most requests
 * have none, and then nothing listens.
 *
 * @throws {TypeError} nobody knows when the request is over; no function
 */
export function deferCleanup(state: RequestState, name: string, cleanup: Cleanup): void {
  if (typeof cleanup !== 'function') throw new TypeError(`${name} defers what is no function`)
  if (!hasEnd(state)) {
    throw new TypeError(
      `${name} defers a cleanup: resolve it with run() or a guard, which know when the request is over`,
    )
  }
  state.cleanups.push(cleanup)
  if (state.cleanups.length === 1) {
    state.whenOver?.((error) => {
      state.error ??= error
      state.over = true
      void cleanUp(state)
    })
  }
}

/** Whether somebody says when the request is over. */
function hasEnd({ open, whenOver }: RequestState): boolean {
  return open > 0 || whenOver !== undefined
}

/** Does what the request must not be over before, whoever waits for it: it may still defer something. */
export async function whileOpen<T>(state: RequestState, work: () => Awaitable<T>): Promise<T> {
  if (!hasEnd(state)) return work()
  state.open += 1
  try {
    return await work()
  } finally {
    void leave(state)
  }
}

/** Tells that one of what is under way has come to its end, with an error if it failed. */
export function leave(state: RequestState, error?: unknown): Awaitable<void> {
  state.open -= 1
  state.error ??= error
  return cleanUp(state)
}

/**
 * Once nothing can need it any more, forgets what the request has resolved, and runs what was deferred: a client may hang
 * up on dependencies that still run.
 */
function cleanUp(state: RequestState): Awaitable<void> {
  const { open, whenOver, over, error, report = console.error } = state
  if (open > 0 || (whenOver !== undefined && !over)) return
  // Another guard of the request may begin while cleanups run: what it resolves and defers is its own.
  const cleanups = state.cleanups.splice(0)
  state.error = undefined
  state.round += 1
  // What is still on its way ends up in the old ones.
  state.results = new Map()
  state.uses = undefined
  if (cleanups.length > 0) return runCleanups(cleanups, error, report)
}

/** Runs what was deferred, last one first. It never rejects. */
async function runCleanups(
  cleanups: readonly Cleanup[],
  failure: unknown,
  report: (error: unknown) => void,
): Promise<void> {
  for (const cleanup of cleanups.toReversed()) {
    await runCleanup(cleanup, failure).catch(report).catch(console.error)
  }
}

async function runCleanup(cleanup: Cleanup, error: unknown): Promise<void> {
  await cleanup(error)
}
