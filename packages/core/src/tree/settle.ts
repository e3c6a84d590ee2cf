import { isPromise } from '../wire/awaitable.js'
import { Failure } from './request-state.js'

/**
 * Calls `next` with the values of `results`, at once if all are at hand, else when the last one has settled.
 *
 * Of several failures the first in order is thrown, not the first in time; and nothing is left running.
 */
export function settle(results: readonly unknown[], next: (values: readonly unknown[]) => unknown): unknown {
  if (!results.some(isPromise)) return next(valuesOf(results))
  return Promise.allSettled(results).then((settled) =>
    next(
      valuesOf(settled.map((result) => (result.status === 'fulfilled' ? result.value : new Failure(result.reason)))),
    ),
  )
}

function valuesOf(results: readonly unknown[]): readonly unknown[] {
  for (const result of results) if (result instanceof Failure) throw result.error
  return results
}
