import type { Host } from './check.js'
import { checks } from './checks.js'

/** By check `passed`, or what was wrong. */
export type Results = Record<string, string>

export async function runChecks(host: Host): Promise<Results> {
  const results: Results = {}
  // One after the other: some measure whether the thread is free.
  for (const [name, check] of Object.entries(checks)) results[name] = await resultOf(() => check(host))
  return results
}

async function resultOf(check: () => void | Promise<void>): Promise<string> {
  try {
    await check()
    return 'passed'
  } catch (error) {
    return error instanceof Error ? `${error}\n${error.stack}` : `thrown: ${String(error)}`
  }
}
