import { runHashJob, type HashJobName } from './hash-jobs.js'

/** What the program answers to a job. */
export type HashAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

// The program of a hash thread. It is started from its text, as a script by some runtimes and as a module by others: so
// it can import nothing from the runtime.
const { parentPort } = globalThis.process.getBuiltinModule('node:worker_threads')

async function answer(job: { name: HashJobName; input: never }): Promise<HashAnswer> {
  try {
    return { ok: true, value: await runHashJob(job.name, job.input) }
  } catch {
    return { ok: false }
  }
}

parentPort?.on('message', (job) => {
  void answer(job).then((it) => parentPort.postMessage(it))
})
parentPort?.postMessage('ready')
