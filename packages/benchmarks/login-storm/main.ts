import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, type as osType } from 'node:os'
import { parseArgs } from 'node:util'
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
    out: { type: 'string', default: '' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const out = values.out === '' ? new URL('../../../docs/benchmarks/', import.meta.url) : new URL(`file://${values.out}/`)

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
const date = new Date().toISOString().slice(0, 10)
mkdirSync(out, { recursive: true })
writeFileSync(new URL('login-storm.md', out), report(summaries, { date, rounds, seconds, versions: versions() }))
writeFileSync(new URL('login-storm.svg', out), plot(summaries))

function inAnyOrder<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function versions(): [string, string][] {
  const packages = ['@scopetree/core', 'bcryptjs', 'bcrypt', '@node-rs/bcrypt'].map((name): [string, string] => [
    name,
    versionOf(name),
  ])
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`
  return [['Node', process.versions.node], ['System', `${osType()}, ${machine}`], ...packages]
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
  return String(version)
}
