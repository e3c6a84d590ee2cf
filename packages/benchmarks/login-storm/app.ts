import { monitorEventLoopDelay } from 'node:perf_hooks'
import { auth } from '../../../docs/examples/scopes/security/dependencies.js'
import { contestants } from './contestants.js'

/** What the program answers when it is asked how it went since it was last asked. In milliseconds. */
export interface LoopDelay {
  readonly p99: number
  readonly max: number
}

// The program that is measured: an example as it is, but for what hashes its passwords.
const [example = '', name] = process.argv.slice(2)
const hasher = contestants.find((one) => one.name === name)?.hasher()
if (hasher === undefined) throw new Error(`There is no contestant "${name}"`)

const { findUser } = auth
const passwordHash = await hasher.hash('secret')
Object.assign(auth, {
  hasher,
  findUser: async (username: string) => ({ ...(await findUser(username)), passwordHash }),
})

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', () => {
  const answer: LoopDelay = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
  process.send?.(answer)
  delay.reset()
})
// Whoever measures is gone.
process.on('disconnect', () => process.exit())

await import(new URL(`../../../docs/examples/scopes/${example}.ts`, import.meta.url).href)
