import { circumstances } from '../harness/circumstances.js'
import { aimsList, round, table, type Aim } from '../harness/markdown.js'
import { cheapest, figureOf, medianOf, ratio } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inRounds, type Figure } from '../harness/rounds.js'
import { failedChecks } from './checks.js'
import { signing, verifying, type Algorithm } from './first-sight.js'
import { bars } from '../harness/bars.js'
import { CONTROL, FAST_JWT_CACHED, JOSE, OURS, UNCACHED, verifiers } from './verifiers.js'
import { seenBefore } from './workload.js'

const SHARES = [0, 0.5, 0.9, 1]
const ROUNDS = 11
/** Of two against each other, which is over soon: what the machine does meanwhile changes within a second. */
const ROUNDS_OF_TWO = 25

const failed = new Map<string, readonly string[]>()
for (const { name, verify } of verifiers()) failed.set(name, await failedChecks(verify))

const byShare = new Map<number, readonly Figure[]>()
for (const share of SHARES) {
  const contestants = verifiers().map(({ name, verify, remembers }) =>
    seenBefore(name, remembers && share === 1 ? 200_000 : 800, share, verify),
  )
  byShare.set(share, await inRounds(contestants, ROUNDS))
  console.error(`${share * 100} % seen before`)
}

/** What no function can be quicker than that promises its answer. */
const promises = await inRounds([seenBefore('nothing', 200_000, 1, async () => true)], ROUNDS)

const firstSight: [string, readonly Figure[]][] = []
for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
  firstSight.push([`verify ${alg}`, await inRounds(await verifying(alg), ROUNDS_OF_TWO)])
}
for (const alg of ['HS256', 'RS256', 'ES256', 'EdDSA'] satisfies Algorithm[]) {
  firstSight.push([`sign ${alg}`, await inRounds(await signing(alg), ROUNDS_OF_TWO)])
}

const none = byShare.get(0) ?? []
const all = byShare.get(1) ?? []
const peers = (figures: readonly Figure[]): Figure[] => figures.filter(({ name }) => !name.startsWith(OURS))
const uncachedPeers = peers(all).filter(({ name }) => !name.startsWith(FAST_JWT_CACHED))
const aims: Aim[] = [
  {
    text: 'every token seen before: × fast-jwt with its cache as it comes',
    value: ratio(figureOf(all, OURS), figureOf(all, FAST_JWT_CACHED)),
    atMost: 1,
  },
  {
    text: 'every token seen before: × fast-jwt with its cache keyed by the token itself',
    value: ratio(figureOf(all, OURS), figureOf(all, `${FAST_JWT_CACHED} keyed by the token itself`)),
    atMost: 1,
  },
  {
    text: `every token seen before: × the best peer without a cache (${cheapest(uncachedPeers).name})`,
    value: ratio(figureOf(all, OURS), cheapest(uncachedPeers)),
    atMost: 0.2,
  },
  {
    text: 'no token seen before: × jose with an imported CryptoKey',
    value: ratio(figureOf(none, OURS), figureOf(none, JOSE)),
    atMost: 1.15,
  },
  {
    text: 'no memory: × jose with an imported CryptoKey',
    value: ratio(figureOf(none, UNCACHED), figureOf(none, JOSE)),
    atMost: 1.15,
  },
  ...firstSight.map(([text, [ours, jose]]) => ({
    text: `${text}: × jose with an imported CryptoKey`,
    value: ours && jose ? ratio(ours, jose) : Number.NaN,
    atMost: 1.15,
  })),
]

writePage('tokens.svg', bars('CPU per token when every token has been seen before, µs', all))
writePage(
  'tokens.md',
  `# Verifying tokens

Microseconds of CPU per token, those of WebCrypto's threads included. HS256; of the tokens the given share had been
verified before.

![CPU per token, all seen before](tokens.svg)

${table(
  ['', ...SHARES.map((share) => `${share * 100} % seen before`), 'fails the check'],
  verifiers().map(({ name }) => [
    name,
    ...SHARES.map((share) => round(medianOf(figureOf(byShare.get(share) ?? [], name)))),
    failed.get(name)?.join(', ') || '',
  ]),
)}

The check: accepts a good token; refuses one that is tampered with, expired, of another algorithm, of \`alg: none\`, or
with an unknown \`crit\`.

## First sight, and signing

${table(
  ['', 'scopetree', 'jose, imported CryptoKey', 'ratio'],
  firstSight.map(([name, [ours, jose]]) =>
    ours && jose ? [name, round(medianOf(ours)), round(medianOf(jose)), round(ratio(ours, jose))] : [name],
  ),
)}

## Aims

${aimsList(aims)}

At first sight scopetree does 5 to 8 µs of work more than jose, about a quarter each of it the strict reading of the text,
the claims, what is judged of them, and the memory; the signature, on a thread of its own, is the same. In 200 small
rounds of HS256 that is a factor of 1.09 without the memory and 1.15 with it; the ratios above vary around that by what
the threads happen to cost.

fast-jwt with its cache keyed by the token itself is ahead, and warns at start against being set up so. What it remembers
is its whole answer, which it gives at once. Here only the signature is remembered: the key is asked again, the type, the
audience and the times are judged again by the config of this call, and the answer is a promise. An async function that
does nothing at all takes ${promises.map(medianOf).map(round).join('')} µs.

Noise: two runs of the same thing differ by a factor of ${round(ratio(figureOf(all, CONTROL), figureOf(all, OURS)))} when all tokens were
seen before, and of ${round(ratio(figureOf(none, CONTROL), figureOf(none, OURS)))} when none was.

## How it was measured

\`pnpm bench tokens\`: ${ROUNDS} rounds, ${ROUNDS_OF_TWO} at first sight and for signing, after one that warms up; in each every contestant has its turn, in an order that
changes. Figures are medians; ratios are medians of the ratios within a round.

${circumstances(['@scopetree/core', 'jose', 'fast-jwt', 'jsonwebtoken', 'hono'])}
`,
)
