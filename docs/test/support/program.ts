import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program of docs/examples in a process of its own. */
export interface Program {
  readonly origin: string
  readonly output: () => string
  /** Ends it and waits; resolves to its exit code or signal. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string | null>
}

const examples = new URL('../../examples/', import.meta.url)
const tsx = fileURLToPath(new URL('../../../node_modules/tsx/dist/cli.mjs', import.meta.url))

/** Starts a program on a free port, and waits until it says that it listens. */
export function startProgram(path: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const child = spawn(
    process.execPath,
    [tsx, '--conditions', '@scopetree/source', fileURLToPath(new URL(path, examples))],
    {
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  )
  let output = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const port = /Listening.*?(?:127\.0\.0\.1:|port: )(\d+)/s.exec(output)?.[1]
      if (port === undefined) return
      resolve({
        origin: `http://127.0.0.1:${port}`,
        output: () => output,
        stop(signal = 'SIGTERM') {
          child.kill(signal)
          return ended
        },
      })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then((code) => reject(new Error(`${path} ended with ${code}:\n${output}`)))
  })
}
