import { expect, test } from 'vitest'
import { bundle, bundleCases } from '../bundle.js'

test.each(bundleCases)('nothing leaks into the bundle of $name', async (one) => {
  expect((await bundle(one)).leaks).toEqual([])
})

test('the tree alone has no dependency', async () => {
  const program = `export * from '@scopetree/core/tree'`
  expect([...(await bundle({ name: 'tree', program, forbidden: [] })).packages.keys()]).toEqual(['own'])
})

test('`explain` and Mermaid cost nothing when unused', async () => {
  const program = `export { depends, run, security } from '@scopetree/core/tree'`
  const used = `export { depends, explain, run, security, toMermaid } from '@scopetree/core/tree'`
  const forbidden = ['src/tree/explain', 'src/tree/mermaid', 'src/tree/tree-of']
  expect((await bundle({ name: 'without', program, forbidden })).leaks).toEqual([])
  // The check can fail: where they are used, it names them.
  expect((await bundle({ name: 'with', program: used, forbidden })).leaks.toSorted()).toEqual(
    forbidden.map((file) => expect.stringContaining(file)),
  )
})

test('a leak is named', async () => {
  const program = `export { bcrypt } from '@scopetree/core'`
  const { leaks } = await bundle({ name: 'a leak', program, forbidden: ['bcryptjs'] })
  expect(leaks).toEqual([expect.stringMatching(/node_modules\/bcryptjs\//)])
})
