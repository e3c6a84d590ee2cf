import type { Account } from '@scopetree/core'

export interface User {
  username: string
  full_name: string
  email: string
  disabled: boolean
}

/** A `Map`, for names come from outside: a literal would find `__proto__` among its users. */
const accounts = new Map<string, Account<User>>([
  [
    'johndoe',
    {
      user: { username: 'johndoe', full_name: 'John Doe', email: 'johndoe@example.com', disabled: false },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'alice',
    {
      user: { username: 'alice', full_name: 'Alice Chains', email: 'alicechains@example.com', disabled: true },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])

export function findUser(username: string): Account<User> | undefined {
  return accounts.get(username)
}
