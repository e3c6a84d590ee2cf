import { runHashJob } from './hash-jobs.js'
import { hashLine } from './hash-line.js'
import type { HashBounds, HashRunner } from './hash-runner.js'

/** How many threads hash in place: the one that serves. */
export function threadCount(): number {
  return 1
}

/** Hashes on this thread, one job at a time. */
export function hashRunner(bounds: HashBounds): HashRunner {
  const inLine = hashLine(bounds)
  return (name, input, options) => inLine(() => runHashJob(name, input), options)
}
