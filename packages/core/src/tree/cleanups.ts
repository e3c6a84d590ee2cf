import type { Cleanup } from './dependency.js'
import type { RequestState } from './request-state.js'

/**
 * Keeps a cleanup for the end of the request. With the first one the host is asked to tell when that is: most requests
 * have none, and then nothing listens.
 *
 * @throws {TypeError} nobody knows when the request is over
 */
export function deferCleanup(state: RequestState, name: string, cleanup: Cleanup): void {
  if (state.open === 0 && state.whenOver === undefined) {
    throw new TypeError(
      `${name} defers a cleanup: resolve it with run() or a guard, which know when the request is over`,
    )
  }
  state.cleanups.push(cleanup)
  if (state.cleanups.length === 1) {
    state.whenOver?.((error) => {
      state.error ??= error
      state.over = true
      if (isOver(state)) void runCleanups(state, console.error)
    })
  }
}

/** Whether nothing can need any more what was deferred: a client may hang up on dependencies that still run. */
export function isOver({ open, whenOver, over }: RequestState): boolean {
  return open === 0 && (over || whenOver === undefined)
}

/** Runs what was deferred, last one first, and forgets what the request has resolved. It never rejects. */
export async function runCleanups(state: RequestState, report: (error: unknown) => void): Promise<void> {
  const failure = state.error
  state.error = undefined
  // What is still on its way ends up in the old ones.
  state.results = new Map()
  state.uses = undefined
  for (let cleanup = state.cleanups.pop(); cleanup; cleanup = state.cleanups.pop()) {
    await runCleanup(cleanup, failure).catch(report).catch(console.error)
  }
}

async function runCleanup(cleanup: Cleanup, error: unknown): Promise<void> {
  await cleanup(error)
}
