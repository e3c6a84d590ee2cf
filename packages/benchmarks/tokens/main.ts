import { circumstances } from '../harness/circumstances.js'
import { aimsList, exactly, round, table, type Aim } from '../harness/markdown.js'
import { cheapest, figureOf, medianOf, ratio, ratioAimed } from '../harness/median.js'
import { writePage } from '../harness/page.js'
import { inRounds, type Figure } from '../harness/rounds.js'
import { failedChecks } from './checks.js'
import { signing, verifying, type Algorithm } from './first-sight.js'
import { bars } from '../harness/bars.js'
import { CONTROL, FAST_JWT_CACHED, JOSE, JOSE_CONTROL, OURS, UNCACHED, verifiers } from './verifiers.js'
import { seenBefore } from './workload.js'

const SHARES = [0, 0.5, 0.9, 1]
const ROUNDS = 11
/** Of ours against jose, which is over soon: what the machine does meanwhile changes within a second. */
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
    ...ratioAimed(figureOf(all, OURS), figureOf(all, FAST_JWT_CACHED)),
    atMost: 1,
  },
  {
    text: 'every token seen before: × fast-jwt with its cache keyed by the token itself',
    ...ratioAimed(figureOf(all, OURS), figureOf(all, `${FAST_JWT_CACHED} keyed by the token itself`)),
    atMost: 1,
  },
  {
    text: `every token seen before: × the best peer without a cache (${cheapest(uncachedPeers).name})`,
    ...ratioAimed(figureOf(all, OURS), cheapest(uncachedPeers)),
    atMost: 0.2,
  },
  {
    text: 'no token seen before: × jose with an imported CryptoKey',
    ...ratioAimed(figureOf(none, OURS), figureOf(none, JOSE)),
    atMost: 1.15,
  },
  {
    text: 'no memory: × jose with an imported CryptoKey',
    ...ratioAimed(figureOf(none, UNCACHED), figureOf(none, JOSE)),
    atMost: 1.15,
  },
  ...firstSight.map(([text, figures]) => ({
    text: `${text}: × jose with an imported CryptoKey`,
    ...ratioAimed(figureOf(figures, OURS), figureOf(figures, JOSE)),
    atMost: 1.15,
  })),
]

/** Of the same thing twice. */
function noise(figures: readonly Figure[], one: string, again: string): string {
  return exactly(ratio(figureOf(figures, again), figureOf(figures, one)))
}

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
  ['', OURS, JOSE, 'ratio', JOSE_CONTROL],
  firstSight.map(([name, figures]) => {
    const [ours, jose] = [figureOf(figures, OURS), figureOf(figures, JOSE)]
    return [
      name,
      round(medianOf(ours)),
      round(medianOf(jose)),
      exactly(ratio(ours, jose)),
      noise(figures, JOSE, JOSE_CONTROL),
    ]
  }),
)}

The last column is jose against itself: what it differs from 1 by is noise.

## Aims

${aimsList(aims)}

What scopetree does at first sight and jose does not: it reads the text strictly and judges more of the claims; and it
keeps what it has found, which has to be moved out of the way of the garbage. The signature, on a thread of its own, is the
same for both, and the ratios vary by what that thread happens to cost.

Why signing with HS256 should cost more than with jose is not explained: it is jose that signs for both. In their profiles
the same functions of jose and Node stand first, and no function of scopetree has more than 1 % of the time. In 40 rounds by
themselves the ratio was 1.12, that of jose against itself 1.01; alone in a process, scopetree took from 37 to 53 µs,
by the run, and jose from 25 to 56.

fast-jwt with its cache keyed by the token itself is ahead, though both have to hash the text, and warns at start against
being set up so. What it remembers
is its whole answer, which it gives at once. Here only the signature is remembered: the key is asked again, the type, the
audience and the times are judged again by the config of this call, and the answer is a promise. An async function that
does nothing at all takes ${promises.map(medianOf).map(round).join('')} µs.

Noise: two runs of scopetree differ by a factor of ${noise(all, OURS, CONTROL)} when all tokens were seen before, and of ${noise(none, OURS, CONTROL)} when
none was; two of jose by ${noise(all, JOSE, JOSE_CONTROL)} and ${noise(none, JOSE, JOSE_CONTROL)}.

## How it was measured

\`pnpm bench tokens\`: ${ROUNDS} rounds, ${ROUNDS_OF_TWO} at first sight and for signing, after one that warms up; in each every contestant has its turn, in an order that
changes. Every token is a text of its own, also one that comes again, as a server reads it off a socket: what remembers it
has to hash and compare the text, and that is timed. Making the text is not. Figures are medians; ratios are medians of the
ratios within a round, and half of the rounds are between the quartiles.

${circumstances(['@scopetree/core', 'jose', 'fast-jwt', 'jsonwebtoken', 'hono'])}
`,
)
