import { circumstances } from '../harness/circumstances.js'
import { aimsList, round, table, type Aim } from '../harness/markdown.js'
import { figureOf, medianOf, ratio } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inRounds, type Contestant, type Figure } from '../harness/rounds.js'
import { asyncByHand, byHand } from './by-hand.js'
import { guardOf } from './by-scopetree.js'
import { naiveResolver } from './naively.js'
import { trees, type Request, type Tree } from './trees.js'

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

/** What is at hand at once is not awaited. Each request is a new one, as it would be. */
function contestant(name: string, resolve: ((request: Request) => unknown) | undefined): Contestant {
  if (resolve === undefined) throw new Error(`There is no ${name} for this tree`)
  return {
    name,
    calls: CALLS,
    async work() {
      for (let i = 0; i < CALLS; i += 1) {
        const result = resolve({ headers: { 'x-key': 'good' } })
        if (result instanceof Promise) await result
      }
    },
  }
}

for (const tree of trees) {
  for (const resolve of [byHand[tree.name], asyncByHand[tree.name], guardOf(tree), naiveResolver(tree)]) {
    if (await letsIn(resolve)) throw new Error(`Somebody lets anybody into ${tree.name}`)
  }
}

async function letsIn(resolve: ((request: Request) => unknown) | undefined): Promise<boolean> {
  try {
    await resolve?.({ headers: { 'x-key': 'bad' } })
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
    value: ratio(figureOf(figures, OURS), figureOf(figures, NAIVE)),
    atMost: 1,
  },
  {
    text: `${name}: a whole guard, × async functions by hand`,
    value: ratio(figureOf(figures, OURS), figureOf(figures, ASYNC)),
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
function, the comparison of scopes, and the end of the session. By hand there is none of that: the calls are inlined and
cost next to nothing, and the second guard of a request would do everything again. The naive resolver walks the tree with
every request, as FastAPI does, with a memory by function and scopes.

## Aims

${aimsList(aims)}

Calls by hand cost ${results.map(([, figures]) => round(medianOf(figureOf(figures, HAND)))).join(', ')} µs: the plan does not come near 1.6 times that, because the memory of a request is
an object and a \`Map\`, and each step leaves its result there. In the profile of a chain of five no function stands out:
what is left are the state of the request, a context and a list of values for every function, a look at each result for
whether it has to be awaited, and their garbage. In a program of its own, where nothing else has taught the engine other
shapes of objects, a whole guard over it takes 1.7 times what the async functions take.

## How it was measured

\`pnpm bench tree\`: ${ROUNDS} rounds of ${CALLS} requests after one that warms up, in an order that changes; figures are medians,
ratios medians of the ratios within a round. Two runs of the same thing differ by factors of ${results.map(([, figures]) => round(ratio(figureOf(figures, CONTROL), figureOf(figures, OURS)))).join(', ')}.

${circumstances(['@scopetree/core'])}
`,
)
