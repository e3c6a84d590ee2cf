import { runChecks } from '../spec/run-checks.js'

/** `workerd test` calls `test` in a request of its own. */
// oxlint-disable-next-line import/no-default-export -- a worker is its default export
export default {
  async test(): Promise<void> {
    const results = await runChecks({ threads: false, argon2: true })
    // oxlint-disable-next-line no-console -- a worker has no other output
    console.log(JSON.stringify({ runtime: navigator.userAgent, results }))
  },
}
