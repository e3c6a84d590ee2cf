import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { quotedFiles, withQuotes } from '../quotes.js'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test('README.md quotes programs as they are; `pnpm quote` brings it up to date', () => {
  const readme = read('README.md')
  expect(quotedFiles(readme)).toContain('docs/examples/quickstart/main.ts')
  expect(withQuotes(readme, read)).toBe(readme)
})

test('a block that differs from its file is replaced, and no other', () => {
  const markdown = '<!-- docs/a.ts -->\n\n```ts\nold\n```\n\n```ts\nkept\n```\n'
  expect(withQuotes(markdown, () => 'new\n')).toBe('<!-- docs/a.ts -->\n\n```ts\nnew\n```\n\n```ts\nkept\n```\n')
})
