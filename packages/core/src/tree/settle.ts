import { Failure } from './request-state.js'

/** The values or failures of `results`, when the last of them has settled: nothing is left running. */
export async function settled(results: readonly unknown[]): Promise<unknown[]> {
  return (await Promise.allSettled(results)).map((result) =>
    result.status === 'fulfilled' ? result.value : new Failure(result.reason),
  )
}

/** The failure of the first in order, not the first in time. */
export function firstFailure(results: readonly unknown[]): Failure | undefined {
  return results.find((result) => result instanceof Failure)
}
