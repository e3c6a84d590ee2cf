import { readFileSync, writeFileSync } from 'node:fs'
import { QUOTING, withQuotes } from './quotes.js'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

for (const path of QUOTING) writeFileSync(new URL(path, root), withQuotes(read(path), read))
