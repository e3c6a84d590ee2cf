import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { bars } from '../harness/bars.js'
import { circumstances } from '../harness/circumstances.js'
import { aimsList, round, table, type Aim } from '../harness/markdown.js'
import { median, timesTheCost } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inAnyOrder } from '../harness/rounds.js'
import { refusals } from '../tokens/checks.js'
import { AUDIENCE, claims, forge, ISSUER, SECRET } from '../tokens/forge.js'
import { names as onExpress } from './express.js'
import { names as onFastify } from './fastify.js'
import { names as onHono } from './hono.js'
import { names as onNode } from './node.js'
import { Client } from './load.js'
import { startFastapi, startNode, type Running } from './process.js'

const ROUNDS = 9
/** How often, in a round, both routes are asked for a portion of requests, and then once more the other way round. */
const TURNS = 12
/** Before anything is measured: until an engine has settled how it runs a server. */
const WARM_UP = 8000
/** Users who are logged in at a time; each sends the same token again and again. */
const TOKENS = 100

const OPEN_FIRST = ['/open', '/me', '/me', '/open'] as const
const OPEN_LAST = ['/me', '/open', '/open', '/me'] as const

const frameworks = { express: onExpress, hono: onHono, node: onNode, fastify: onFastify }
const hasFastapi =
  existsSync('/usr/bin/python3') && answers('/usr/bin/python3', ['-c', 'import fastapi, uvicorn, jose'])

interface Result {
  readonly framework: string
  readonly name: string
  /** Microseconds of CPU per request that the route with the token costs more than the one without, round by round. */
  readonly added: number[]
  readonly failed: readonly string[]
}

const starting = Object.entries(frameworks).flatMap(([framework, names]) =>
  names.map((name) => startNode(framework, name)),
)
const servers = await Promise.all([...starting, ...(hasFastapi ? [startFastapi(SECRET)] : [])])
const results = new Map<Running, Result>()
for (const server of servers) {
  const { framework, name } = server
  results.set(server, { framework, name, added: [], failed: name === 'nothing' ? [] : await failedChecks(server) })
}
for (const server of servers) await warmUp(server)
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const server of inAnyOrder(servers)) results.get(server)?.added.push(await addedBy(server))
  console.error(`round ${round}`)
}
for (const server of servers) server.stop()

function termsOf(name: string): Record<string, string> {
  return name === 'express-oauth2-jwt-bearer' ? { iss: ISSUER, aud: AUDIENCE } : {}
}

async function failedChecks({ name, port }: Running): Promise<string[]> {
  const client = await Client.connectTo(port)
  const [good] = await client.ask('/me', [forge({ ...claims(), ...termsOf(name) })])
  const failed = good === 200 ? [] : ['accepts a good token']
  for (const [kind, token] of Object.entries(refusals(termsOf(name)))) {
    const [status] = await client.ask('/me', [token])
    if (status !== 401) failed.push(`${kind}: ${status}`)
  }
  client.close()
  return failed
}

async function warmUp(server: Running): Promise<void> {
  const client = await Client.connectTo(server.port)
  const tokens = tokensFor(server)
  for (let sent = 0; sent < WARM_UP; sent += TOKENS) {
    await client.ask(sent % (3 * TOKENS) === 0 ? '/open' : '/me', tokens)
  }
  client.close()
}

function tokensFor({ name }: Running): string[] {
  return Array.from({ length: TOKENS }, () => forge({ ...claims(), ...termsOf(name) }))
}

/** Both routes take turns in small portions, so that whatever else the machine does falls on both. */
async function addedBy(server: Running): Promise<number> {
  const client = await Client.connectTo(server.port)
  const tokens = tokensFor(server)
  await client.ask('/me', tokens)
  const costs = { '/open': 0, '/me': 0 }
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const path of turn % 2 === 0 ? OPEN_FIRST : OPEN_LAST) {
      const start = server.cpu()
      const statuses = await client.ask(path, tokens)
      costs[path] += server.cpu() - start
      if (statuses.some((status) => status !== 200)) throw new Error(`${server.name} refused a good token`)
    }
  }
  client.close()
  return (costs['/me'] - costs['/open']) / (2 * TURNS * TOKENS)
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const all = [...results.values()]
const of = (framework: string): Result[] => all.filter((one) => one.framework === framework)
const isPeer = ({ name }: Result): boolean => name !== 'nothing' && !name.startsWith('scopetree')

/** How many times the best peer's cost ours is. */
function against(framework: string, peers: (one: Result) => boolean): number {
  const best = Math.min(
    ...of(framework)
      .filter(isPeer)
      .filter(peers)
      .map(({ added }) => median(added)),
  )
  const ours = of(framework).find(({ name }) => name === 'scopetree')
  return timesTheCost(median(ours?.added ?? []), best, noiseOf(framework))
}
/** What the control shows, whichever way: nothing is what it costs. */
function noiseOf(framework: string): number {
  const control = of(framework).find(({ name }) => name === 'nothing')
  return Math.abs(median(control?.added ?? []))
}
const isFastJwt = ({ name }: Result): boolean => name === 'fast-jwt by hand'
const isByHand = ({ name }: Result): boolean => name.includes('by hand')
const hasCache = ({ name }: Result): boolean => name.includes('cache')
const aims: Aim[] = [
  { text: 'Express: × the best middleware', value: against('express', (one) => !isByHand(one)), atMost: 0.5 },
  { text: 'Hono: × the best middleware', value: against('hono', (one) => !isByHand(one)), atMost: 0.2 },
  {
    text: 'node:http: × the best library without a cache',
    value: against('node', (one) => !hasCache(one)),
    atMost: 0.35,
  },
  ...(['express', 'hono', 'node'] as const).flatMap((framework) => [
    { text: `${framework}: × fast-jwt by hand`, value: against(framework, isFastJwt), atMost: 1 },
    { text: `${framework}: × fast-jwt with its cache, by hand`, value: against(framework, hasCache), atMost: 1 },
  ]),
]

const timed = all.filter(({ name }) => name !== 'nothing')
writePage(
  'http.svg',
  bars(
    'CPU that a token adds to a request, µs',
    timed.map(({ framework, name, added }) => ({ name: `${name} · ${framework}`, samples: added })),
  ),
)
writePage(
  'http.md',
  `# What a token adds to a request

Microseconds of CPU of the server, over a real socket: what a route that demands a token costs more than one that does
not, on the same server, both sent the same headers. On Express and Hono the other route has a middleware too, which lets
everybody pass: what the framework takes for any of them is not counted. On node:http both routes of scopetree go through
its table of routes, so that what the table takes is not counted either. HS256, ${TOKENS} tokens that come again and again.

![CPU that a token adds to a request](http.svg)

${table(
  ['', 'framework', 'added, µs', 'lowest and highest round', 'fails the check'],
  all.map(({ framework, name, added, failed }) => [
    name === 'nothing' ? '_nothing (control)_' : name,
    framework,
    round(median(added)),
    `${round(Math.min(...added))} … ${round(Math.max(...added))}`,
    failed.join(', '),
  ]),
)}

The control has no check on either route: what it shows is noise. On Express it is large beside what is measured there,
because a request makes much garbage, which is collected in another portion than the one that made it. The check: accepts a good token; answers 401 to one
that is tampered with, expired, of another algorithm, of \`alg: none\`, or with an unknown \`crit\`. scopetree also
demands a scope; of the others only FastAPI does.

## Aims

${aimsList(aims)}

What fast-jwt by hand is ahead by on Express is explained in part. In a profile of that server some 7 µs of a request are
scopetree's own code, the making of a request's state the largest piece of it. Of fast-jwt's server 5 µs are fast-jwt, and
with its cache 4, besides what \`node:crypto\` computes for them; neither looks for a scope. The rest of what the table shows
is in Express, in Node and in garbage, and why it falls to one contestant rather than to another is not explained.

On node:http the two of them cost so little that their quartiles overlap, and the ratio of one run can be twice that of another.

## How it was measured

\`pnpm bench http\`: every server in a process of its own, ${ROUNDS} rounds after ${WARM_UP} requests that warm up, in an order that changes;
figures are medians of the rounds, and ratios are those of two medians, because a single round may be below the noise.
${2 * TURNS * TOKENS} requests of each route per round over 8 connections, in portions of ${TOKENS} that take turns. CPU is that of all threads, as
Linux counts it. FastAPI is measured where Debian's packages \`python3-fastapi\`, \`python3-uvicorn\` and \`python3-jose\` are installed.

${circumstances(['@scopetree/core', 'express', 'express-jwt', 'express-oauth2-jwt-bearer', 'passport-jwt', 'hono', 'fast-jwt', 'jose', 'jsonwebtoken', 'fastify', '@fastify/jwt'])}
${hasFastapi ? `\nFastAPI ${versionOfFastapi()}.\n` : ''}`,
)

function versionOfFastapi(): string {
  return execFileSync('/usr/bin/python3', ['-c', 'import fastapi; print(fastapi.__version__)'], {
    encoding: 'utf8',
  }).trim()
}
process.exit()
