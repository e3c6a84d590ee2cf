import type { Abortable } from '../abortable.js'
import type { HashJobInput, HashJobName, HashJobResult } from './hash-jobs.js'

/**
 * Does a job, when its turn comes.
 *
 * @throws {UnavailableError} `busy`: too many are waiting, or this one waited too long
 * @throws the signal's reason, when it is aborted before the job's turn comes
 */
export type HashRunner = <N extends HashJobName>(
  name: N,
  input: HashJobInput<N>,
  options?: Abortable,
) => Promise<HashJobResult<N>>

/**
 * Does what computes a hash on threads that are not ours, when its turn comes.
 *
 * @throws {UnavailableError} `busy`: too many are waiting, or this one waited too long
 * @throws the signal's reason, when it is aborted before the job's turn comes
 */
export type HashTurn = <T>(job: () => Promise<T>, options?: Abortable) => Promise<T>

export interface HashBounds {
  readonly threads: number
  readonly maxQueue: number
  /** In seconds. */
  readonly maxWait: number
}
