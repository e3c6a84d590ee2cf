import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cellsUnder, comparisons, headOf } from '../comparison/page.js'
import { peers, type Route } from '../comparison/peers.js'
import { ABSENT, goodToken, statusOf } from '../comparison/rows.js'

const page = readFileSync(new URL('../../../docs/comparison.md', import.meta.url), 'utf8')

describe.each(comparisons)('the page on $title', ({ title, peers, rows }) => {
  const [head, ...lines] = cellsUnder(page, title)

  test('has these rows, and the versions that are installed', () => {
    expect(head).toEqual(['', ...peers.map(headOf)])
    expect(lines.map(([name]) => name)).toEqual(rows.map(({ name }) => name))
  })

  // A cell that is not so any more: `pnpm bench comparison` writes all of them anew. What it means is for the prose.
  test.each(rows)('$name', async ({ name, ask, rough = false }) => {
    const [, ...told] = lines.find(([first]) => first === name) ?? []
    const found = await Promise.all(peers.map(ask))
    const isTrue = (cell: string, i: number): boolean => cell === found[i] || (rough && isNear(cell, found[i]))
    expect(told.map((cell, i) => (isTrue(cell, i) ? found[i] : cell))).toEqual(found)
  })
})

function isNear(told: string, found = ''): boolean {
  return Math.abs(Number(told) / Number(found) - 1) < 0.25
}

// Who refuses everything would pass for strict.
test.each(peers)('$name accepts what is good, on every route that it offers', async (peer) => {
  const routes: Route[] = ['plain', 'typed', 'optional', 'scoped', 'either']
  for (const route of routes) {
    const header = route === 'typed' ? { typ: 'at+jwt' } : {}
    expect([200, ABSENT], route).toContain(await statusOf(peer, goodToken(peer, { scope: 'items' }, header), route))
  }
})
