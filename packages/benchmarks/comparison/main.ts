import { readFileSync, writeFileSync } from 'node:fs'
import { rewrite } from './page.js'

const page = new URL('../../../docs/comparison.md', import.meta.url)
writeFileSync(page, await rewrite(readFileSync(page, 'utf8'), new Date().toISOString().slice(0, 10)))
console.error('docs/comparison.md')
