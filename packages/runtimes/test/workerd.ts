import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { worker, type Bundle } from './bundle.js'
import { outcomeIn, type Outcome } from './outcome.js'
import { execute } from './processes.js'
import { workerd } from './tools.js'

export function bundleForWorkerd(): Promise<Bundle> {
  return worker(new URL('../hosts/workerd.ts', import.meta.url), 'workerd')
}

export async function runInWorkerd({ path }: Bundle): Promise<Outcome> {
  const config = path.replace(/\.js$/, '.capnp')
  await writeFile(config, workerdConfig(basename(path)))
  return outcomeIn(await execute(workerd ?? 'workerd', ['test', config]))
}

/** A Worker whose requests to anywhere end at `outbound`, and which listens if it has an issuer to ask. */
function workerdConfig(file: string, served?: { outbound: string; env: Readonly<Record<string, string>> }): string {
  const bindings = Object.entries(served?.env ?? {}).map(([name, text]) => `(name = "${name}", text = "${text}")`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "outbound", external = (address = "${served?.outbound ?? 'localhost:1'}", http = ())),
  ],
  sockets = [${served ? '(name = "http", address = "127.0.0.1:0", http = (), service = "main")' : ''}],
);
const main :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "${file}")],
  compatibilityDate = "2026-11-01",
  bindings = [${bindings.join(', ')}],
  globalOutbound = "outbound",
);
`
}

export interface ServedWorker {
  readonly origin: string
  readonly stop: () => Promise<void>
}

/** Serves a Worker on a free port; all that it fetches comes from `outbound`, a host and port. */
export async function serveWorker(
  { path }: Bundle,
  served: { outbound: string; env: Readonly<Record<string, string>> },
): Promise<ServedWorker> {
  const config = path.replace(/\.js$/, '.capnp')
  await writeFile(config, workerdConfig(basename(path), served))
  // It says on the control descriptor where it listens.
  const child = spawn(workerd ?? 'workerd', ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const control = child.stdio[3]
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    control?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /"event":"listen".*?"port":(\d+)/.exec(text)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    void ended.then(() => reject(new Error('workerd ended before it listened')))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill()
      await ended
    },
  }
}
