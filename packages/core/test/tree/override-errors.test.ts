import { describe, expect, it, vi } from 'vitest'
import { openInEditor } from './editor.js'

// TypeScript reads its own libraries first.
vi.setConfig({ testTimeout: 60_000 })

const program = (line: string): string => `
import { depends, httpBearer } from '@scopetree/core/tree'
import { override } from '@scopetree/core/testing'
interface User { readonly username: string; readonly role: 'reader' | 'editor' }
declare const ada: User
const currentUser = httpBearer({ scopes: { me: '' } }, () => ({ user: ada, claims: { tenant: 'acme' } }))
const activeUser = depends(currentUser, (user) => user)
${line}
`

describe('what the compiler says of a replacement', () => {
  const missing = `Property 'role' is missing in type '{ username: string; }' but required in type 'User'`
  it.each([
    ['an incomplete user of a scheme', `override(currentUser, () => ({ user: { username: 'x' } }))`, missing],
    ['an incomplete value of a dependency', `override(activeUser, () => ({ username: 'x' }))`, missing],
    [
      'another role',
      `override(currentUser, () => ({ user: { username: 'x', role: 'boss' } }))`,
      `Type '"boss"' is not assignable to type '"reader" | "editor"'`,
    ],
    [
      'other claims',
      `override(currentUser, () => ({ user: ada, claims: { tenant: 5 } }))`,
      `Type 'number' is not assignable to type 'string'`,
    ],
    [
      'a scheme that answers the user alone',
      `override(currentUser, () => ada)`,
      `is not assignable to type 'Awaitable<Verified<User,`,
    ],
  ])('%s', (_, line, message) => {
    expect(openInEditor(program(line)).errors()).toEqual([expect.stringContaining(message)])
    expect(openInEditor(program(line)).errors()).not.toEqual([expect.stringContaining('CLAIMS')])
  })

  it('nothing, where it fits', () => {
    const user = `{ username: 'x', role: 'reader' }`
    expect(openInEditor(program(`override(currentUser, () => ({ user: ${user} }))`)).errors()).toEqual([])
    expect(openInEditor(program(`override(currentUser, async () => ({ user: ${user} }))`)).errors()).toEqual([])
    expect(openInEditor(program(`override(activeUser, async () => (${user}))`)).errors()).toEqual([])
  })
})
