import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Program } from './program.js'

const folder = fileURLToPath(new URL('../../examples/migrate-fastapi/', import.meta.url))
/** Debian's, or that of another version: the page says what differs between them. */
const { FASTAPI_PYTHON: PYTHON = '/usr/bin/python3' } = process.env

/**
 * The version that is installed, as `.ci/run` does it, or `undefined`. Where it is required, its absence is a failure and
 * not a reason to skip.
 */
export const fastapiVersion = ((): string | undefined => {
  const imports = 'import bcrypt, fastapi, jwt, multipart, passlib'
  try {
    const program = `${imports}; print(fastapi.__version__)`
    return execFileSync(PYTHON, ['-c', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch (error) {
    if (process.env['REQUIRE_FASTAPI'] === '1') throw error
    return undefined
  }
})()

/** Whether it is that version or a newer one. */
export function isFastapiSince(version: string): boolean {
  return (fastapiVersion ?? '').localeCompare(version, 'en', { numeric: true }) >= 0
}

/** Starts a module of docs/examples/migrate-fastapi on a free port. */
export async function startFastApi(module: string, env: Readonly<Record<string, string>>): Promise<Program> {
  const child: ChildProcess = spawn(PYTHON, ['-m', 'uvicorn', `${module}:app`, '--port', '0'], {
    cwd: folder,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  const origin = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('error', reject).once('exit', () => reject(new Error(output)))
  })
  return {
    origin,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = await ended
      return code as number | null
    },
  }
}
