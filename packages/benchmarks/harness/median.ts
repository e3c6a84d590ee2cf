import type { Figure } from './rounds.js'

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** What the given share of the values, from 0 to 1, is below. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

export function medianOf({ samples }: Figure): number {
  return median(samples)
}

/** How many times the other one costs, round by round: what both met at the same time cancels out. */
export function ratio(one: Figure, other: Figure): number {
  return median(ratios(one, other))
}

/** The same for an aim, with what half of the rounds are between. */
export function ratioAimed(one: Figure, other: Figure): { value: number; quartiles: readonly [number, number] } {
  const all = ratios(one, other)
  return { value: median(all), quartiles: [quantile(all, 0.25), quantile(all, 0.75)] }
}

function ratios(one: Figure, other: Figure): number[] {
  return one.samples.map((sample, round) => sample / (other.samples[round] ?? Number.NaN))
}

/** The same for two medians: what is no more than the noise costs nothing, and of nothing there are no multiples. */
export function timesTheCost(one: number, other: number, noise: number): number {
  return other > Math.max(0, noise) ? Math.max(0, one) / other : Number.NaN
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
