import type { Worker } from 'node:worker_threads'
import type { HashJobInput, HashJobName, HashJobResult } from './hash-jobs.js'
import type { HashAnswer } from './hash-worker.node.js'

/**
 * The text of hash-worker.node.ts and all that it imports, put here when this file is built: a server that is bundled
 * into one file has no other file to start a thread from.
 */
declare const HASH_WORKER_PROGRAM: string

/** A thread that does one job at a time, and keeps the process alive only meanwhile. */
export interface HashThread {
  run<N extends HashJobName>(name: N, input: HashJobInput<N>): Promise<HashJobResult<N>>
  readonly hasEnded: boolean
}

/**
 * A new thread.
 *
 * @throws {Error} the runtime has none, or refuses one
 */
export async function startThread(): Promise<HashThread> {
  const { Worker } = await import('node:worker_threads')
  // The flags and the environment of the process would load its hooks, such as a test runner's, into each thread.
  const worker = new Worker(HASH_WORKER_PROGRAM, { eval: true, env: {}, execArgv: [] })
  await firstMessage(worker)
  return hashThread(worker)
}

/** The program's first message says that it runs. */
function firstMessage(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`It ended with code ${code}`)))
  })
}

function hashThread(worker: Worker): HashThread {
  let hasEnded = false
  let settle: ((answer: HashAnswer | undefined) => void) | undefined

  // What a dying thread says is dropped: it could quote the password.
  function end(): void {
    hasEnded = true
    settle?.(undefined)
  }
  worker.on('message', (answer: HashAnswer) => settle?.(answer))
  worker.on('error', end)
  worker.on('exit', end)

  return {
    get hasEnded() {
      return hasEnded
    },
    async run<N extends HashJobName>(name: N, input: HashJobInput<N>) {
      worker.ref()
      const answer = await new Promise<HashAnswer | undefined>((resolve) => {
        settle = resolve
        worker.postMessage({ name, input })
      }).finally(() => worker.unref())
      if (answer === undefined) throw new Error('A hash thread ended before its job did')
      if (!answer.ok) throw new Error('A hash job failed')
      // The program answers each job with the result of that job.
      return answer.value as HashJobResult<N>
    },
  }
}
