import { passwordHashers, argon2id } from '@scopetree/core/password'
import { parseArgs } from 'node:util'
import { circumstances } from '../harness/circumstances.js'
import { table } from '../harness/markdown.js'
import { writePage } from '../harness/page.js'
import { timeFailures, type Timing } from './measure.js'
import { preferred, stored } from './stored.js'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { samples: { type: 'string', default: '15' } },
})
const samples = Number(values.samples)

const settled: string[][] = []
for (const [name, hasher] of preferred) {
  settled.push(row(name, await timeFailures(hasher, await hasher.hash('secret'), samples)))
}

const migrating: string[][] = []
for (const { kind, verifier, hash } of stored) {
  migrating.push(row(kind, await timeFailures(passwordHashers(argon2id(), verifier), hash, samples)))
}

function row(name: string, { unknownUser, wrongPassword }: Timing): string[] {
  const ratio = (measure: 'clock' | 'processor') => (wrongPassword[measure] / unknownUser[measure]).toFixed(2)
  console.error(`${name}: ${ratio('clock')} by the clock, ${ratio('processor')} of processor time`)
  return [name, unknownUser.clock.toFixed(0), wrongPassword.clock.toFixed(0), ratio('clock'), ratio('processor')]
}

const MEASURES = ['unknown user, ms', 'wrong password, ms', 'ratio', 'ratio of processor time']

writePage(
  'password-timing.md',
  `# What a clock learns from a failing login

How long \`authenticateUser\` takes for a name that nobody has, and for a wrong password. Where the two differ, a clock
can tell which names have an account. The fastest of ${samples} logins each, in turns; of the processor time, which
depends less on what else the machine does, the median.

## Hashes that are up to date

${table(['preferred and stored', ...MEASURES], settled)}

## Hashes that wait for their upgrade

The preferred hasher is \`argon2id()\`. A wrong password costs the stored kind and the preferred one, so that it takes
longer than an unknown user until its owner has logged in once.

${table(['stored', ...MEASURES], migrating)}

## How it was measured

\`pnpm bench password-timing\`

${circumstances(['@scopetree/core', 'bcryptjs'])}
`,
)
