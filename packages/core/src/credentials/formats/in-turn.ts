import { UnavailableError } from '../../wire/errors.js'

/** Where each job takes a second or so, those further behind would come too late for their clients. */
const MAX_WAITING = 16

/** The end of the last job, and how many have not ended: of this isolate, whose one thread all jobs share. */
let last: Promise<unknown> = Promise.resolve()
let count = 0

/**
 * Does one job after the other. Jobs that took turns would all end late, and each holds its memory meanwhile.
 *
 * @throws {UnavailableError} too many are waiting
 */
export async function inTurn<T>(job: () => Promise<T>): Promise<T> {
  if (count > MAX_WAITING) throw new UnavailableError('busy', count)
  count += 1
  const result = last.then(job)
  last = result.catch(() => undefined).finally(() => (count -= 1))
  return result
}
