import { fork, spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own. */
export interface Running {
  readonly framework: string
  readonly name: string
  readonly port: number
  /** Microseconds of CPU that all its threads have had so far. */
  cpu(): number
  stop(): void
}

export async function startNode(framework: string, name: string): Promise<Running> {
  const program = fileURLToPath(new URL('serve.ts', import.meta.url))
  const stdio: ['ignore', 'pipe', 'ignore', 'ipc'] = ['ignore', 'pipe', 'ignore', 'ipc']
  return running(framework, name, fork(program, [framework, name], { execArgv: ['--import', 'tsx'], stdio }))
}

/** With the packages of the system's own Python. */
export async function startFastapi(secret: string): Promise<Running> {
  const program = fileURLToPath(new URL('tutorial.py', import.meta.url))
  const child = spawn('/usr/bin/python3', [program, secret], { stdio: ['ignore', 'pipe', 'ignore'] })
  return running('FastAPI', 'python-jose', child)
}

async function running(framework: string, name: string, child: ChildProcess): Promise<Running> {
  const { pid, stdout } = child
  if (pid === undefined || stdout === null) throw new Error(`${name} on ${framework} did not start`)
  for await (const line of createInterface({ input: stdout })) {
    return { framework, name, port: Number(line), cpu: () => cpuOf(pid), stop: () => void child.kill() }
  }
  throw new Error(`${name} on ${framework} ended before it listened`)
}

/** Linux counts, for each thread, the nanoseconds that it has run. */
function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const times = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]))
  return times.reduce((total, time) => total + time, 0) / 1000
}
