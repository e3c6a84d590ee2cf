import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { QUOTING, quotedFiles, withQuotes } from '../quotes.js'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test.each(QUOTING)('%s quotes programs as they are; `pnpm quote` brings it up to date', (path) => {
  const readme = read(path)
  expect(quotedFiles(readme).join()).toContain('docs/examples/quickstart/')
  expect(withQuotes(readme, read)).toBe(readme)
})

test('a block that differs from its file is replaced, and no other', () => {
  const markdown = '<!-- docs/a.ts -->\n\n```ts\nold\n```\n\n```ts\nkept\n```\n'
  expect(withQuotes(markdown, () => 'new\n')).toBe('<!-- docs/a.ts -->\n\n```ts\nnew\n```\n\n```ts\nkept\n```\n')
})
