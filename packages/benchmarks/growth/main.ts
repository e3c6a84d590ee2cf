import { depends, hs256, security, verifyAccessToken, type Dependency } from '@scopetree/core'
import { open } from '@scopetree/core/adapter'
import { apiKey } from '@scopetree/core/tree'
import { guard, routes } from '@scopetree/node'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { circumstances } from '../harness/circumstances.js'
import { round, table } from '../harness/markdown.js'
import { medianOf } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inRounds, type Contestant, type Figure } from '../harness/rounds.js'
import { claims, forge, received, SECRET } from '../tokens/forge.js'
import { heapOfAMillion, heapPerToken } from './heap.js'
import { request, response } from './sham.js'

const ROUNDS = 5

/** The first size is measured twice: what differs between the two is noise. */
async function over(
  sizes: readonly number[],
  make: (size: number) => Promise<Contestant> | Contestant,
): Promise<Figure[]> {
  const contestants = await Promise.all(sizes.map(async (size) => make(size)))
  const control = await Promise.all(sizes.slice(0, 1).map(async (size) => make(size)))
  return inRounds([...contestants, ...control.map((one) => ({ ...one, name: `${one.name}, once more` }))], ROUNDS)
}

function asRows(figures: readonly Figure[]): string[][] {
  return figures.map((figure) => [figure.name, round(medianOf(figure))])
}

function times(name: number, calls: number, call: () => unknown): Contestant {
  return {
    name: String(name),
    calls,
    async work() {
      for (let i = 0; i < calls; i += 1) await call()
    },
  }
}

/** Requests to a listener, which are made before they are timed. */
function handling(name: number, calls: number, url: string, listener: RequestListener): Contestant {
  let exchanges: [IncomingMessage, ServerResponse][] = []
  return {
    name: String(name),
    calls,
    prepare: () => void (exchanges = Array.from({ length: calls }, () => [request(url), response()])),
    work() {
      for (const [req, res] of exchanges) listener(req, res)
    },
  }
}

/** Tokens that come again and again in turn, each time as a text of its own, which is made before it is timed. */
function verifyingInTurn(
  name: number,
  calls: number,
  live: readonly string[],
  verify: (token: string) => Promise<unknown>,
): Contestant {
  let texts: readonly string[] = []
  let next = 0
  return {
    name: String(name),
    calls,
    prepare: () => void (texts = Array.from({ length: calls }, () => received(live[next++ % live.length] ?? ''))),
    async work() {
      for (const text of texts) await verify(text)
    },
  }
}

const ROUTES = [1, 10, 100, 1000]
const SCOPES = [1, 10, 50, 200]
const CHAIN = [1, 10, 50, 100]
const TOKENS = [10, 100, 1000, 10_000, 100_000]

/** A scheme that knows these scopes and grants them all. */
function userWith(scopes: readonly string[]): Dependency<unknown, string> {
  const declared = Object.fromEntries(scopes.map((scope) => [scope, '']))
  const known = { user: 'johndoe', scopes }
  return apiKey({ in: 'header', key: 'x-key', scopes: declared }, () => known)
}

// First, while there is nothing else that would be freed meanwhile.
const perToken = await heapPerToken(10_000)
const million = await heapOfAMillion()

const byRoutes = await over(ROUTES, (size) => {
  const handler = guard(security(userWith(['me']), 'me'), () => undefined)
  const table = Object.fromEntries(Array.from({ length: size }, (_, i) => [`GET /route-${i}/:id`, handler]))
  const listener = routes(table)
  const url = `/route-${size - 1}/1`
  return handling(size, 10_000, url, listener)
})
const byScopes = await over(SCOPES, (size) => {
  const scopes = Array.from({ length: size }, (_, i) => `scope-${i}`)
  const dependency = security(userWith(scopes), ...scopes) as Dependency<unknown>
  return times(size, 5000, () => close(dependency))
})
const byChain = await over(CHAIN, (size) => {
  let dependency = userWith(['me'])
  for (let i = 0; i < size; i += 1) dependency = depends(dependency, (value) => value)
  return times(size, 5000, () => close(dependency))
})
const byTokens = await over(TOKENS, async (size) => {
  const auth = { key: hs256(SECRET) }
  const tokens = Array.from({ length: size }, () => forge(claims()))
  for (const token of tokens) await verifyAccessToken(auth, token)
  return verifyingInTurn(size, 20_000, tokens, (token) => verifyAccessToken(auth, token))
})

async function close(dependency: Dependency<unknown>): Promise<void> {
  const session = await open(dependency, { headers: { 'x-key': 'k' } })
  await session.close()
}

writePage(
  'growth.md',
  `# What grows

Microseconds of CPU per request or call. The first size of each table is measured once more: what these two differ by is
noise.

## Routes

A guarded request through the table of \`@scopetree/node\`, to the last of so many routes. The objects of Node for the
request and its answer are made beforehand.

${table(['routes', 'µs'], asRows(byRoutes))}

## Scopes

One guard that demands so many scopes, of a user who has them all. Each is looked for among those granted.

${table(['scopes', 'µs'], asRows(byScopes))}

## Chains

One guard over a chain of so many functions.

${table(['functions', 'µs'], asRows(byChain))}

## Live tokens

\`verifyAccessToken\`, as so many tokens come again and again in turn, each time as a text of its own. Beyond some 33,000
of this length a key does not remember them all (two generations of 16 MiB by its own estimate), and a turn through more
of them than that finds hardly any: each costs a signature.

${table(['tokens', 'µs'], asRows(byTokens))}

A remembered token of ${perToken.length} characters takes ${round(perToken.bytes)} bytes of heap, its text included; the estimate that the bound
counts with is ${perToken.estimate}.

## A million tokens

A million tokens that come once each, through one key: the heap is ${million.map(({ tokens, mebibytes }) => `${round(mebibytes)} MiB after ${tokens.toLocaleString('en')}`).join(', ')}.

## How it was measured

\`pnpm bench growth\`: ${ROUNDS} rounds after one that warms up, in an order that changes; medians. Heap is what is left after a
full garbage collection, less what there was before.

${circumstances(['@scopetree/core', '@scopetree/node', 'jose'])}
`,
)
