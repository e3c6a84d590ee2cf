import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Ends a run with one plain line, `N passed, N failed, N skipped`, for whoever reads only the end of a log. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[countedAs(test.result().state)] += 1
      // A module or suite that breaks outside its tests fails no test of its own, and must not pass unseen.
      counts.failed += module.errors().length
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
    }
    // After what other reporters still print.
    process.once('exit', () => {
      console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    })
  }
}

type TestState = 'passed' | 'failed' | 'skipped' | 'pending'

/** A test still pending when the run ends never finished: failed. */
function countedAs(state: TestState): 'passed' | 'failed' | 'skipped' {
  return state === 'pending' ? 'failed' : state
}
