import { existsSync, readdirSync } from 'node:fs'

const folder = new URL('./', import.meta.url)
const known = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/main.ts`, folder)))
const name = process.argv[2] ?? ''

if (known.includes(name)) {
  await import(new URL(`${name}/main.ts`, folder).href)
} else {
  console.error(`Name a benchmark: ${known.join(', ')}`)
  process.exitCode = 1
}
