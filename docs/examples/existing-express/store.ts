/** The data layer that the application has had all along. */
export interface Note {
  id: number
  author: string
  text: string
}

export interface User {
  name: string
  roles: readonly ('write' | 'admin')[]
}

export const notes = new Map<number, Note>([[1, { id: 1, author: 'johndoe', text: 'Buy milk' }]])
let lastId = 1

export function addNote(author: string, text: string): Note {
  lastId += 1
  const note = { id: lastId, author, text }
  notes.set(lastId, note)
  return note
}

const accounts = new Map<string, { user: User; passwordHash: string }>([
  [
    'johndoe',
    {
      user: { name: 'johndoe', roles: ['write'] },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'alice',
    {
      user: { name: 'alice', roles: ['write', 'admin'] },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])

export function findAccount(name: string): { user: User; passwordHash: string } | undefined {
  return accounts.get(name)
}
