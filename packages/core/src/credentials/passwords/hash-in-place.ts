import { runHashJob } from './hash-jobs.js'
import { hashLine } from './hash-line.js'
import type { HashBounds, HashRunner, HashTurn } from './hash-runner.js'

/** How many threads hash in place: the one that serves. */
export function threadCount(): number {
  return 1
}

/** What the runtime computes by itself is bounded by the runtime. */
export const nativeTurn: HashTurn = async (job, { signal } = {}) => {
  signal?.throwIfAborted()
  return job()
}

/** Hashes on this thread, one job at a time. */
export function hashRunner(bounds: HashBounds): HashRunner {
  const inLine = hashLine(bounds)
  return (name, input, options) => inLine(() => runHashJob(name, input), options)
}
