import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { singleFile, type Bundle } from './bundle.js'
import { outcomeIn, type Outcome } from './outcome.js'
import { execute } from './processes.js'
import { workerd } from './tools.js'

export function bundleForWorkerd(): Promise<Bundle> {
  return singleFile('workerd', 'esm', ['workerd', 'worker', 'browser'])
}

export async function runInWorkerd({ path }: Bundle): Promise<Outcome> {
  const config = path.replace(/\.js$/, '.capnp')
  await writeFile(config, configOf(basename(path)))
  return outcomeIn(await execute(workerd ?? 'workerd', ['test', config]))
}

function configOf(file: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "${file}")],
  compatibilityDate = "2026-11-01",
);
`
}
