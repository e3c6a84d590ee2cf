import { round, table } from '../harness/markdown.js'
import { CONTROL, NATIVE, OURS } from './contestants.js'
import { CLIENTS, RATE } from './measure.js'
import type { Summary } from './summary.js'

/** What a reader needs to judge the figures. */
export interface Circumstances {
  readonly rounds: number
  readonly seconds: number
  /** When and on what machine, as a table. */
  readonly where: string
}

/** The page of the documentation. */
export function report(summaries: readonly Summary[], { rounds, seconds, where }: Circumstances): string {
  return `# A login storm that nobody else notices

What a route that only verifies a token takes while ${CLIENTS} logins are always in flight, by what hashes the passwords.
bcrypt has cost 12; scrypt has N = 2^15, r = 8, p = 3.

![The token-only route during the storm](login-storm.svg)

${table(['', 'hashing', 'idle p99, ms', 'storm p50, ms', 'storm p99, ms', 'storm max, ms', 'p99: storm ÷ idle'], summaries.map(latencies))}

${table(['', 'hashing', 'loop delay p99, ms', 'loop delay max, ms', 'logins/s', 'refused', 'given up', 'failed'], summaries.map(rest))}

Refused are logins that are answered 503; given up are requests of the other route. The delay is that of the event loop.

## Aims

${aims(summaries)
  .map(([isMet, text]) => `- ${isMet ? '✔' : '✘'} ${text}`)
  .join('\n')}

Two runs of the same thing, \`${OURS}\` and \`${CONTROL}\`, differ in the p99 of the storm by ${noise(summaries)}: smaller
differences between contestants mean nothing.

## How it was measured

\`pnpm bench login-storm\`: ${rounds} rounds in which every contestant had its turn, in an order that changes,
each in a fresh process of the example application. The load comes from a process of its own over loopback: ${RATE}
requests per second of \`GET /status/\`, each with a token that was never seen before, sent when it is due whatever has
become of those before, and given up three seconds after the last one; first alone for ${seconds / 2} seconds, then for ${seconds} seconds beside the logins. Percentiles
are of all rounds together, the delay of the event loop is that of the worst round. \`${NATIVE}\` is native \`bcrypt\` with as
many threads as scopetree starts; the other native ones have libuv's four, which WebCrypto shares.

${where}
`
}

function latencies({ example, contestant, idle, storm }: Summary): string[] {
  return [example, contestant, ...[idle.p99, storm.p50, storm.p99, storm.max, storm.p99 / idle.p99].map(round)]
}

function rest({ example, contestant, loopDelay, ...one }: Summary): string[] {
  const figures = [loopDelay.p99, loopDelay.max, one.loginsPerSecond].map(round)
  return [example, contestant, ...figures, ...[one.refused, one.unanswered, one.failed].map(String)]
}

/** The aims, and whether each is met. */
export function aims(summaries: readonly Summary[]): [isMet: boolean, text: string][] {
  return summaries
    .filter((one) => one.contestant === OURS)
    .flatMap((ours): [boolean, string][] => {
      const peers = summaries.filter(
        (one) => one.example === ours.example && one.contestant !== OURS && one.contestant !== CONTROL,
      )
      const fastest = Math.min(...peers.map((one) => one.storm.p99))
      const native = peers.find((one) => one.contestant === NATIVE)
      const slowdown = ours.storm.p99 / ours.idle.p99
      const share = native && ours.loginsPerSecond / native.loginsPerSecond
      return [
        [slowdown <= 3, `${ours.example}: p99 in the storm is ${round(slowdown)} × its idle p99 (aim: at most 3).`],
        [
          ours.storm.p99 < fastest,
          `${ours.example}: p99 in the storm is ${round(ours.storm.p99)} ms; that of the best other one ${round(fastest)} ms (aim: below).`,
        ],
        ...(share === undefined
          ? []
          : [
              [
                share >= 0.75,
                `${ours.example}: logins per second are ${round(share)} × those of native bcrypt with as many threads (aim: at least 0.75).`,
              ] satisfies [boolean, string],
            ]),
      ]
    })
}

function noise(summaries: readonly Summary[]): string {
  const p99 = (name: string) => summaries.find((one) => one.contestant === name)?.storm.p99 ?? Number.NaN
  const [a, b] = [p99(OURS), p99(CONTROL)]
  return `${round((Math.abs(a - b) / Math.min(a, b)) * 100)} %`
}
