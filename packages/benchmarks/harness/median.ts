import type { Figure } from './rounds.js'

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function medianOf({ samples }: Figure): number {
  return median(samples)
}

/** How many times the other one costs, round by round: what both met at the same time cancels out. */
export function ratio(one: Figure, other: Figure): number {
  return median(one.samples.map((sample, round) => sample / (other.samples[round] ?? Number.NaN)))
}

/** The figure of that name. */
export function figureOf(figures: readonly Figure[], name: string): Figure {
  const found = figures.find((one) => one.name === name)
  if (found === undefined) throw new Error(`Nobody measured "${name}"`)
  return found
}

/** The least costly of these. */
export function cheapest(figures: readonly Figure[]): Figure {
  return figures.reduce((best, one) => (medianOf(one) < medianOf(best) ? one : best))
}
