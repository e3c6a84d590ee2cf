import { runChecks } from '../spec/run-checks.js'

// A dedicated worker of a browser; the page waits for its one message.
const runtime = `${navigator.userAgent} ${globalThis.constructor.name}`
void runChecks({ threads: false, argon2: true }).then((results) => postMessage({ runtime, results }))
