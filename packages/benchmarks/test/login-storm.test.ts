import { describe, expect, it } from 'vitest'
import { CONTROL, NATIVE, OURS } from '../login-storm/contestants.js'
import { plot } from '../login-storm/plot.js'
import { aims, report } from '../login-storm/report.js'
import { latencyOf, type Summary } from '../login-storm/summary.js'

function summary(contestant: string, idle: number, storm: number, loginsPerSecond: number): Summary {
  return {
    example: 'node',
    contestant,
    idle: { p50: 1, p99: idle, max: idle },
    storm: { p50: 1, p99: storm, max: storm },
    loopDelay: { p99: 1, max: 2 },
    loginsPerSecond,
    refused: 0,
    unanswered: 0,
    failed: 0,
  }
}

it('percentiles are of the nearest rank', () => {
  const samples = Array.from({ length: 200 }, (_, i) => 200 - i)
  expect(latencyOf(samples)).toEqual({ p50: 100, p99: 198, max: 200 })
  expect(latencyOf([7])).toEqual({ p50: 7, p99: 7, max: 7 })
})

describe('the aims are met', () => {
  const others = [summary(CONTROL, 2, 1, 9), summary('bcrypt', 2, 500, 9)]

  it.each<[string, Summary[], boolean[]]>([
    ['all', [summary(OURS, 2, 6, 3), summary(NATIVE, 2, 600, 4)], [true, true, true]],
    ['not: the storm is felt', [summary(OURS, 2, 6.1, 3), summary(NATIVE, 2, 600, 4)], [false, true, true]],
    ['not: another one does better', [summary(OURS, 200, 500, 3), summary(NATIVE, 2, 600, 4)], [true, false, true]],
    ['not: too few logins', [summary(OURS, 2, 6, 2.9), summary(NATIVE, 2, 600, 4)], [true, true, false]],
  ])('%s', (_which, summaries, expected) => {
    expect(aims([...summaries, ...others]).map(([isMet]) => isMet)).toEqual(expected)
  })
})

it('the page has a row and the plot a bar for each', () => {
  const summaries = [summary(OURS, 2, 6, 3), summary(CONTROL, 2, 6.6, 3), summary(NATIVE, 2, 600, 4)]
  const page = report(summaries, { rounds: 3, seconds: 2.5, where: '| Node | 20 |' })
  expect(page).toContain('| node | scopetree | 2 | 1 | 6 | 6 | 3 |')
  expect(page).toContain('by 10 %')
  expect(page).toContain('| Node | 20 |')
  expect(plot(summaries).match(/class="storm"/g)).toHaveLength(3)
})
