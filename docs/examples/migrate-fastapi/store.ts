import type { Account } from '@scopetree/core'

export interface User {
  readonly username: string
  readonly disabled: boolean
  readonly scopes: readonly ('notes:read' | 'notes:write' | 'admin')[]
}

export interface Note {
  readonly id: number
  readonly owner: string
  readonly text: string
}

const accounts = new Map<string, Account<User>>([
  [
    'johndoe',
    {
      user: { username: 'johndoe', disabled: false, scopes: ['notes:read', 'notes:write'] },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'alice',
    {
      user: { username: 'alice', disabled: true, scopes: ['notes:read'] },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])

const notes = new Map<number, Note>([
  [1, { id: 1, owner: 'johndoe', text: 'Buy milk' }],
  [2, { id: 2, owner: 'alice', text: 'Call John' }],
])

/** Stands for a connection of the database that you have. */
export interface Connection {
  readonly accounts: Map<string, Account<User>>
  readonly notes: Map<number, Note>
  close(): void
}

export function connect(): Connection {
  return { accounts, notes, close: () => {} }
}
