import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const manifest: { exports: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')

it.each(entries)('@scopetree/docs-ui: %s exports what it did', async (entry) => {
  const names = Object.keys(await import(entry.replace('.', '@scopetree/docs-ui')))
  await expect(`${names.toSorted().join('\n')}\n`).toMatchFileSnapshot(
    `exports/${entry === '.' ? 'index' : entry.slice(2)}.txt`,
  )
})
