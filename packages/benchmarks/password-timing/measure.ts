import { authenticateUser, type PasswordHasher } from '@scopetree/core/password'

/** In milliseconds. */
interface Cost {
  /** Of the fastest login: what else the machine did is left out, as whoever measures from afar would. */
  readonly clock: number
  /** Of all threads of the process, in the median login: it hardly depends on what else the machine does. */
  readonly processor: number
}

export interface Timing {
  readonly unknownUser: Cost
  readonly wrongPassword: Cost
}

/** What the two failures cost, each `samples` times, in turns so that both meet the same weather. */
export async function timeFailures(hasher: PasswordHasher, passwordHash: string, samples: number): Promise<Timing> {
  const findUser = (username: string) => (username === 'johndoe' ? { user: {}, passwordHash } : undefined)
  const auth = { findUser, hasher }
  const unknown: Cost[] = []
  const wrong: Cost[] = []
  for (let i = 0; i <= samples; i += 1) {
    const first = await costOf(() => authenticateUser(auth, 'nobody', 'wrong'))
    const second = await costOf(() => authenticateUser(auth, 'johndoe', 'wrong'))
    // The first pair loads code and starts threads.
    if (i === 0) continue
    unknown.push(first)
    wrong.push(second)
  }
  return { unknownUser: typical(unknown), wrongPassword: typical(wrong) }
}

async function costOf(login: () => Promise<unknown>): Promise<Cost> {
  const start = performance.now()
  const before = process.cpuUsage()
  if ((await login()) !== null) throw new Error('The login was to fail')
  const { user, system } = process.cpuUsage(before)
  return { clock: performance.now() - start, processor: (user + system) / 1000 }
}

function typical(costs: readonly Cost[]): Cost {
  const processor = costs.map((cost) => cost.processor).toSorted((a, b) => a - b)
  return {
    clock: Math.min(...costs.map(({ clock }) => clock)),
    processor: processor[Math.floor(processor.length / 2)] ?? Number.NaN,
  }
}
