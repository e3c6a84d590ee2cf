import type { HashJobInput, HashJobName, HashJobResult } from './hash-jobs.js'

/** A thread that computes one job at a time, and keeps the process alive only meanwhile. */
export interface HashThread {
  readonly run: <N extends HashJobName>(name: N, input: HashJobInput<N>) => Promise<HashJobResult<N>>
  readonly hasEnded: boolean
}

/** How many threads are worth starting. */
export function threadCount(): number {
  return 1
}

/** A new thread, or `undefined` where there is none to be had: always, on the runtimes that this file is for. */
export async function startThread(): Promise<HashThread | undefined> {
  return undefined
}
