import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const guide = new URL('../guide/', import.meta.url)
const pages = readdirSync(guide, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))

test.each(pages)('%s quotes and links to files that exist', (name) => {
  const page = new URL(name, guide)
  const text = readFileSync(page, 'utf8')
  const quoted = [...text.matchAll(/^<<< ([^\s{#]+)/gm)]
  const linked = [...text.matchAll(/\]\((\.[^)#\s]+)/g)]
  const missing = [...quoted, ...linked].map(([, path = '']) => path).filter((path) => !existsSync(new URL(path, page)))
  expect(missing).toEqual([])
})
