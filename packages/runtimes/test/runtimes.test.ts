import { beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../spec/checks.js'
import { program, singleFile, type Bundle } from './bundle.js'
import { runInChromium } from './chromium.js'
import { runInEdgeVm } from './edge.js'
import { outcomeIn, type Outcome } from './outcome.js'
import { execute } from './processes.js'
import { browser, bun, deno, edgeRuntime, node, workerd } from './tools.js'
import { bundleForWorkerd, runInWorkerd } from './workerd.js'

interface Runtime {
  readonly name: string
  /** What it says of itself. */
  readonly calls: RegExp
  readonly installed: string | undefined
  readonly bundle: () => Promise<Bundle>
  readonly run: (bundle: Bundle) => Promise<Outcome>
}

/** Runtimes with threads, which find the packages by themselves. */
function processRuntime(name: string, installed: string | undefined, args: readonly string[] = []): Runtime {
  return {
    name,
    calls: new RegExp(`^${name}\\b`),
    installed,
    bundle: () => program('process'),
    run: async ({ path }) => outcomeIn(await execute(installed ?? name, [...args, path])),
  }
}

const withThreads: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((major) => processRuntime(`Node ${major}`, node(major))),
  processRuntime('Bun', bun),
  processRuntime('Deno', deno, ['run', '--no-prompt', '--cached-only']),
]

/** Runtimes that get everything in one file. */
const inPlace: readonly Runtime[] = [
  {
    name: 'workerd',
    calls: /^Cloudflare-Workers$/,
    installed: workerd,
    bundle: bundleForWorkerd,
    run: runInWorkerd,
  },
  {
    name: "Vercel's edge VM",
    calls: /^edge-runtime$/,
    installed: edgeRuntime,
    bundle: () => singleFile('edge', 'iife', ['edge-light', 'browser']),
    run: runInEdgeVm,
  },
  {
    name: 'Chromium, in a worker',
    calls: /Chrome\/.* DedicatedWorkerGlobalScope$/,
    installed: browser,
    bundle: () => singleFile('worker', 'esm'),
    run: runInChromium,
  },
]

/** Continuous integration has all of them; elsewhere one that is missing shows as skipped. */
const required = process.env['REQUIRE_RUNTIMES'] === '1'

describe.each([...withThreads, ...inPlace])('$name', ({ calls, installed, bundle, run }) => {
  const missing = installed === undefined
  let outcome: Outcome
  beforeAll(async () => {
    if (missing && required) throw new Error('is not installed: npm run test:runtimes')
    if (!missing) outcome = await run(await bundle())
  })

  it.skipIf(missing && !required)('is what it is taken for', () => {
    expect(outcome.runtime).toMatch(calls)
  })

  it.skipIf(missing && !required).each(Object.keys(checks))('%s', (name) => {
    expect(outcome.results[name]).toBe('passed')
  })
})

describe.for(inPlace)('bundled for $name', ({ bundle }) => {
  it('hashes in place, and has nothing of Node in it', async () => {
    const { inputs } = await bundle()
    expect(inputs.filter((path) => /\/(hash-in-place|hash-pool)\.js$/.test(path))).toHaveLength(2)
    expect(inputs.filter((path) => path.includes('.node.'))).toEqual([])
  })
})
