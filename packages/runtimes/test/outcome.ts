import type { Results } from '../spec/run-checks.js'

export interface Outcome {
  /** What the runtime calls itself. */
  readonly runtime: string
  readonly results: Results
}

/** The outcome among the lines that a program wrote. */
export function outcomeIn(output: string): Outcome {
  const line = output.split('\n').find((text) => text.startsWith('{"runtime"'))
  if (line === undefined) throw new Error(`The checks came to no end:\n${output}`)
  return JSON.parse(line) as Outcome
}
