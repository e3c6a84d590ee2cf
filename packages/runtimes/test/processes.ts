import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program to its end; what it wrote to both streams. */
export async function execute(command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(command, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    timeout: 60_000,
  })
  return `${stdout}\n${stderr}`
}
