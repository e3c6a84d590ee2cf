import { compare, hash } from 'bcryptjs'

/** What a hash pool can compute: of each job its input, which a message must be able to carry, and its result. */
export interface HashJobs {
  /** `cost` is that of a random salt, or a salt with its cost in the form `$2b$12$…`. */
  bcryptHash: { input: { password: string; cost: number | string }; result: string }
  bcryptVerify: { input: { password: string; hash: string }; result: boolean }
}

export type HashJobName = keyof HashJobs
export type HashJobInput<N extends HashJobName> = HashJobs[N]['input']
export type HashJobResult<N extends HashJobName> = HashJobs[N]['result']

const hashJobs: { [N in HashJobName]: (input: HashJobInput<N>) => Promise<HashJobResult<N>> } = {
  bcryptHash: ({ password, cost }) => hash(password, cost),
  bcryptVerify: ({ password, hash }) => compare(password, hash),
}

/**
 * Does a job on this thread, a hash thread or, where there is none, the one that serves: so a job gives other work its
 * turn now and then.
 *
 * @throws {Error} without a cause, for that could quote the password
 */
export async function runHashJob<N extends HashJobName>(name: N, input: HashJobInput<N>): Promise<HashJobResult<N>> {
  try {
    return await hashJobs[name](input)
  } catch {
    throw new Error('A hash job failed')
  }
}
