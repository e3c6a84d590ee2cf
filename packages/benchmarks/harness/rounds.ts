import { setTimeout } from 'node:timers/promises'
import { collectGarbage } from './garbage.js'

/** Milliseconds in which the threads of the garbage collection end what they go on with by themselves. */
const UNTIL_SWEPT = 30

/** Something to be timed: what it does, and how often it does it in one go. */
export interface Contestant {
  readonly name: string
  readonly calls: number
  /** Makes ready what each round needs anew, such as tokens that nobody has seen. It is not timed. */
  prepare?(): void | Promise<void>
  /** Does its work `calls` times. */
  work(): void | Promise<void>
}

/** What one contestant cost, round by round: microseconds of CPU per call, those of other threads included. */
export interface Figure {
  readonly name: string
  readonly samples: readonly number[]
}

/**
 * Times contestants against each other: in each round every one has its turn, in an order that changes, so that all
 * meet the same weather. The first round warms up and is not counted.
 */
export async function inRounds(contestants: readonly Contestant[], rounds: number): Promise<Figure[]> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const contestant of inAnyOrder(contestants)) {
      await contestant.prepare?.()
      const cost = await cpuOf(contestant)
      if (round > 0) samples.get(contestant.name)?.push(cost)
    }
  }
  return contestants.map(({ name }) => ({ name, samples: samples.get(name) ?? [] }))
}

async function cpuOf(contestant: Contestant): Promise<number> {
  collectGarbage()
  await setTimeout(UNTIL_SWEPT)
  const start = process.cpuUsage()
  await contestant.work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / contestant.calls
}

export function inAnyOrder<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
