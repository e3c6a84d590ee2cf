import { expect, it } from 'vitest'
import { examples } from '../examples.js'

it('names programs by folder and host', () => {
  const files = [
    'scopes',
    'scopes/node.ts',
    'scopes/hono.ts',
    'first-steps/main.ts',
    'scopes/users/store.ts',
    'note.ts',
  ]
  expect([...examples(files)]).toEqual([
    ['first-steps', 'first-steps/main.ts'],
    ['scopes-hono', 'scopes/hono.ts'],
    ['scopes-node', 'scopes/node.ts'],
  ])
})

it('reads the separators of Windows', () => {
  expect(examples([String.raw`scopes\node.ts`]).get('scopes-node')).toBe('scopes/node.ts')
})
