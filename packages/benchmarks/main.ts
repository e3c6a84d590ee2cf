import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('./', import.meta.url)
const known = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/main.ts`, folder)))
/** What `all` runs: all that need no quiet machine for minutes. */
const quick = ['tokens', 'tree', 'http', 'growth', 'sizes']
const name = process.argv[2] ?? ''

if (known.includes(name)) {
  await import(new URL(`${name}/main.ts`, folder).href)
} else if (name === 'all') {
  // Each in a process of its own: what the engine has learned in one must not reach into the next.
  for (const one of quick) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), one], {
      stdio: 'inherit',
    })
    if (status !== 0) process.exitCode = 1
  }
} else {
  console.error(`Name a benchmark: ${known.join(', ')}, or all for ${quick.join(', ')}`)
  process.exitCode = 1
}
