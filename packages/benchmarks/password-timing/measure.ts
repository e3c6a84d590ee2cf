import { authenticateUser, type PasswordHasher } from '@scopetree/core/password'

/** The fastest of each, in milliseconds: what else the machine did is left out, as whoever measures from afar would. */
export interface Timing {
  readonly unknownUser: number
  readonly wrongPassword: number
}

/** How long the two failures take, each `samples` times, in turns so that both meet the same weather. */
export async function timeFailures(hasher: PasswordHasher, passwordHash: string, samples: number): Promise<Timing> {
  const findUser = (username: string) => (username === 'johndoe' ? { user: {}, passwordHash } : undefined)
  const auth = { findUser, hasher }
  const unknown: number[] = []
  const wrong: number[] = []
  for (let i = 0; i <= samples; i += 1) {
    const pair = [await time(() => authenticateUser(auth, 'nobody', 'wrong'))]
    pair.push(await time(() => authenticateUser(auth, 'johndoe', 'wrong')))
    // The first pair loads code and starts threads.
    if (i === 0) continue
    unknown.push(pair[0] ?? Number.NaN)
    wrong.push(pair[1] ?? Number.NaN)
  }
  return { unknownUser: Math.min(...unknown), wrongPassword: Math.min(...wrong) }
}

async function time(login: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  if ((await login()) !== null) throw new Error('The login was to fail')
  return performance.now() - start
}
