import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoopDelay } from './app.js'
import type { Contestant } from './contestants.js'

/** An example in a process of its own. */
export interface Server {
  readonly url: string
  /** How late its event loop was since this was last asked. */
  loopDelay(): Promise<LoopDelay>
  stop(): Promise<void>
}

export async function startServer(example: string, { name, libuvThreads }: Contestant): Promise<Server> {
  const child = fork(fileURLToPath(new URL('app.ts', import.meta.url)), [example, name], {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      ...(libuvThreads !== undefined && { UV_THREADPOOL_SIZE: String(libuvThreads) }),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  return {
    url: await urlIn(child.stdout),
    async loopDelay() {
      child.send('loop delay')
      const [delay] = await once(child, 'message')
      return delay
    },
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** The examples say where they listen. */
async function urlIn(stdout: NodeJS.ReadableStream | null): Promise<string> {
  let output = ''
  for await (const chunk of stdout ?? []) {
    output += String(chunk)
    const port = /Listening.*?(?:127\.0\.0\.1:|port: )(\d+)/s.exec(output)?.[1]
    if (port !== undefined) return `http://127.0.0.1:${port}`
  }
  throw new Error(`The server ended before it listened: ${output}`)
}
