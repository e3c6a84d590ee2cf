export interface User {
  username: string
  scopes: ('profile' | 'reports')[]
}

export const accounts = new Map<string, { user: User; passwordHash: string }>([
  [
    'johndoe',
    {
      user: { username: 'johndoe', scopes: ['profile'] },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'alice',
    {
      user: { username: 'alice', scopes: ['profile', 'reports'] },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])
