import { readdirSync, readFileSync } from 'node:fs'
import { examples } from './examples.js'

const root = new URL('../docs/examples/', import.meta.url)
const known = examples(readdirSync(root, { recursive: true, encoding: 'utf8' }), (file) =>
  readFileSync(new URL(file, root), 'utf8'),
)
const [name] = process.argv.slice(2)
const file = name === undefined ? undefined : known.get(name)
const list = ['Programs:', ...known.keys()].join('\n  ')

if (name === undefined) {
  console.log(list)
} else if (file === undefined) {
  console.error(`There is no example "${name}". ${list}`)
  process.exitCode = 1
} else {
  await import(new URL(file, root).href)
}
