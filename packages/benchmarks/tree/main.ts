import { circumstances } from '../harness/circumstances.js'
import { aimsList, exactly, round, table, type Aim } from '../harness/markdown.js'
import { figureOf, medianOf, ratio, ratioAimed } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inRounds, type Contestant, type Figure } from '../harness/rounds.js'
import { asyncByHand, byHand } from './by-hand.js'
import { guardOf } from './by-scopetree.js'
import { naiveResolver } from './naively.js'
import { keyWithout, SCOPES, trees, type Request, type Tree } from './trees.js'

const ROUNDS = 7
const CALLS = 60_000

const HAND = 'calls by hand'
const ASYNC = 'async functions by hand'
const OURS = 'scopetree, a whole guard'
const CONTROL = 'scopetree, once more'
const NAIVE = 'naive resolver'

function contestantsFor(tree: Tree): Contestant[] {
  return [
    contestant(HAND, byHand[tree.name]),
    contestant(ASYNC, asyncByHand[tree.name]),
    contestant(OURS, guardOf(tree)),
    contestant(CONTROL, guardOf(tree)),
    contestant(NAIVE, naiveResolver(tree)),
  ]
}

/** Where what came of a call is put: an engine leaves out what nobody looks at. */
const kept: unknown[] = Array.from({ length: 16 })

/** What is at hand at once is not awaited. Each request is a new one, as it would be. */
function contestant(name: string, resolve: ((request: Request) => unknown) | undefined): Contestant {
  if (resolve === undefined) throw new Error(`There is no ${name} for this tree`)
  return {
    name,
    calls: CALLS,
    async work() {
      for (let i = 0; i < CALLS; i += 1) {
        const result = resolve({ headers: { 'x-key': 'good' } })
        kept[i % 16] = result instanceof Promise ? await result : result
      }
    },
  }
}

for (const tree of trees) {
  for (const resolve of [byHand[tree.name], asyncByHand[tree.name], guardOf(tree), naiveResolver(tree)]) {
    for (const [key, isGood] of keysFor(tree)) {
      if ((await letsIn(resolve, key)) !== isGood) throw new Error(`Somebody errs about "${key}" in ${tree.name}`)
    }
  }
}

/** Keys, and whether they are good for a tree: one is bad, and each of the others lacks one scope. */
function keysFor({ nodes }: Tree): [string, boolean][] {
  const demanded = new Set(nodes.flatMap(({ scopes }) => scopes))
  return [
    ['good', true],
    ['bad', false],
    ...SCOPES.map((scope): [string, boolean] => [keyWithout(scope), !demanded.has(scope)]),
  ]
}

async function letsIn(resolve: ((request: Request) => unknown) | undefined, key: string): Promise<boolean> {
  try {
    await resolve?.({ headers: { 'x-key': key } })
    return true
  } catch {
    return false
  }
}

const results: [Tree, readonly Figure[]][] = []
for (const tree of trees) results.push([tree, await inRounds(contestantsFor(tree), ROUNDS)])

const aims: Aim[] = results.flatMap(([{ name }, figures]) => [
  {
    text: `${name}: a whole guard, × the naive resolver`,
    ...ratioAimed(figureOf(figures, OURS), figureOf(figures, NAIVE)),
    atMost: 1,
  },
  {
    text: `${name}: a whole guard, × calls by hand`,
    ...ratioAimed(figureOf(figures, OURS), figureOf(figures, HAND)),
    atMost: 1.6,
  },
  {
    text: `${name}: a whole guard, × async functions by hand`,
    ...ratioAimed(figureOf(figures, OURS), figureOf(figures, ASYNC)),
    atMost: 1.6,
  },
])

writePage(
  'tree.md',
  `# Resolving a tree

Microseconds of CPU for one request, over a key in a header that is looked up in a \`Map\`: no token is verified here.

${table(
  ['', ...trees.map(({ name }) => name)],
  [HAND, ASYNC, OURS, CONTROL, NAIVE].map((name) => [
    name,
    ...results.map(([, figures]) => round(medianOf(figureOf(figures, name)))),
  ]),
)}

A whole guard is all that happens for a request: its state, the memory of what has been resolved, a context for every
function, the comparison of scopes, and the end of the session. By hand there is none of that: the engine inlines the
calls, and the second guard of a request would do everything again. The naive resolver walks the tree with every request,
as FastAPI does, with a memory by function and scopes. The check: each lets a good key in, and neither a bad one nor one
that lacks one of the scopes.

## Aims

${aimsList(aims)}

The plan by itself, which the second aim was set for, is not measured: whoever calls a guard pays for all of it. What it
costs beyond calls by hand: the memory of a request is an object and a \`Map\`, and each step leaves its result there. In
the profile of a chain of five no function stands out: what is left are the state of the request, a context and a list of
values for every function, a look at each result for whether it has to be awaited, and their garbage.

## How it was measured

\`pnpm bench tree\`: ${ROUNDS} rounds of ${CALLS} requests after one that warms up, in an order that changes; figures are medians,
ratios medians of the ratios within a round. Two runs of the same thing differ by factors of ${results.map(([, figures]) => exactly(ratio(figureOf(figures, CONTROL), figureOf(figures, OURS)))).join(', ')}.

${circumstances(['@scopetree/core'])}
`,
)
