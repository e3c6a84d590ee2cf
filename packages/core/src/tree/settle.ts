import { Failure } from './request-state.js'

/**
 * The values of `results`, when the last of them has settled: nothing is left running.
 *
 * Of several failures the first in order is thrown, not the first in time.
 */
export async function settled(results: readonly unknown[]): Promise<unknown[]> {
  const values = (await Promise.allSettled(results)).map((result) =>
    result.status === 'fulfilled' ? result.value : new Failure(result.reason),
  )
  throwFirstFailure(values)
  return values
}

export function throwFirstFailure(results: readonly unknown[]): void {
  for (const result of results) if (result instanceof Failure) throw result.error
}
