import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { circumstances } from '../harness/circumstances.js'
import { writePage } from '../harness/page.js'
import { inAnyOrder } from '../harness/rounds.js'
import { contestants, NATIVE, OURS, type Contestant } from './contestants.js'
import { measure, type Measurement } from './measure.js'
import { plot } from './plot.js'
import { report } from './report.js'
import { summarise } from './summary.js'

/** After this long no new measurement is begun. */
const MAX_MINUTES = 3.8

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2.5' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)

interface Entry {
  readonly example: string
  readonly contestant: Contestant
  readonly rounds: Measurement[]
}

const examples = ['node', 'hono', 'express'].filter((name) =>
  existsSync(new URL(`../../../docs/examples/scopes/${name}.ts`, import.meta.url)),
)
// All contestants on one application; the others show that it is the same on them.
const entries: Entry[] = examples.flatMap((example) =>
  contestants
    .filter(({ name }) => example === 'node' || name === OURS || name === NATIVE)
    .map((contestant) => ({ example, contestant, rounds: [] })),
)

const start = Date.now()
for (let round = 1; round <= rounds; round += 1) {
  for (const entry of inAnyOrder(entries)) {
    if (Date.now() - start > MAX_MINUTES * 60_000) break
    const measurement = await measure(entry.example, entry.contestant, seconds)
    entry.rounds.push(measurement)
    console.error(
      `round ${round}: ${entry.contestant.name} on ${entry.example}: ${measurement.logins} logins, ${measurement.failed} failed`,
    )
  }
}

const summaries = entries
  .filter((entry) => entry.rounds.length > 0)
  .map((entry) => summarise(entry.example, entry.contestant.name, entry.rounds))
const where = circumstances(['@scopetree/core', 'bcryptjs', 'bcrypt', '@node-rs/bcrypt'])
writePage('login-storm.svg', plot(summaries))
writePage('login-storm.md', report(summaries, { rounds, seconds, where }))
