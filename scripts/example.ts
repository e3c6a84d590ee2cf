import { readdirSync } from 'node:fs'
import { examples } from './examples.js'

const root = new URL('../docs/examples/', import.meta.url)
const known = examples(readdirSync(root, { recursive: true, encoding: 'utf8' }))
const name = process.argv[2] ?? ''
const file = known.get(name)

if (file === undefined) {
  console.error(`${name === '' ? 'Name an example' : `There is no example "${name}"`}: ${[...known.keys()].join(', ')}`)
  process.exitCode = 1
} else {
  await import(new URL(file, root).href)
}
