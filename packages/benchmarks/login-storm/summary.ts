import type { Measurement } from './measure.js'

/** Milliseconds. */
export interface Latency {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** All rounds of one application and contestant. */
export interface Summary {
  readonly example: string
  readonly contestant: string
  readonly idle: Latency
  readonly storm: Latency
  readonly loopDelay: { readonly p99: number; readonly max: number }
  readonly loginsPerSecond: number
  readonly refused: number
  readonly unanswered: number
  readonly failed: number
}

export function summarise(example: string, contestant: string, rounds: readonly Measurement[]): Summary {
  return {
    example,
    contestant,
    idle: latencyOf(rounds.flatMap((round) => round.idle)),
    storm: latencyOf(rounds.flatMap((round) => round.storm)),
    loopDelay: {
      p99: Math.max(...rounds.map((round) => round.loopDelay.p99)),
      max: Math.max(...rounds.map((round) => round.loopDelay.max)),
    },
    loginsPerSecond: sum(rounds, 'logins') / sum(rounds, 'seconds'),
    refused: sum(rounds, 'refused'),
    unanswered: sum(rounds, 'unanswered'),
    failed: sum(rounds, 'failed'),
  }
}

/** Percentiles by the nearest rank. */
export function latencyOf(samples: readonly number[]): Latency {
  const sorted = samples.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { p50: rank(0.5), p99: rank(0.99), max: rank(1) }
}

function sum(
  rounds: readonly Measurement[],
  field: 'logins' | 'seconds' | 'refused' | 'unanswered' | 'failed',
): number {
  return rounds.reduce((total, round) => total + round[field], 0)
}
