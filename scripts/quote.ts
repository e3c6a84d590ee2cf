import { readFileSync, writeFileSync } from 'node:fs'
import { withQuotes } from './quotes.js'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

writeFileSync(new URL('README.md', root), withQuotes(read('README.md'), read))
