import { Failure } from './request-state.js'

/** The values or failures of `results`, when the last of them has settled: nothing is left running. */
export async function settled(results: readonly unknown[]): Promise<unknown[]> {
  return (await Promise.allSettled(results)).map((result) =>
    result.status === 'fulfilled' ? result.value : new Failure(result.reason),
  )
}

export function throwFirstFailure(results: readonly unknown[]): void {
  for (const result of results) if (result instanceof Failure) throw result.error
}
