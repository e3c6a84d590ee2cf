import type { Account, AccessTokenClaims } from '@scopetree/core'

export interface User {
  readonly username: string
  readonly full_name: string
  readonly disabled: boolean
}

/** What a token can be for. Its `sub` begins with the kind, so that a user and a car of one name stay two. */
export type Subject =
  | { readonly kind: 'username'; readonly user: User }
  | { readonly kind: 'car'; readonly plate: string }
  | { readonly kind: 'post'; readonly slug: string }

const accounts = new Map<string, Account<User>>([
  [
    'johndoe',
    {
      user: { username: 'johndoe', full_name: 'John Doe', disabled: false },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
])
/** Cars and posts, and whose they are. */
const owners = new Map([
  ['car:herbie', 'johndoe'],
  ['car:kitt', 'michael'],
  ['post:hello-world', 'johndoe'],
])

export function findUser(username: string): Account<User> | undefined {
  return accounts.get(username)
}

export function isOwner({ username }: User, sub: string): boolean {
  return owners.get(sub) === username
}

/** Who or what a token is for; `undefined` where it is for nothing that still exists. */
export function findSubject({ sub }: AccessTokenClaims): Subject | undefined {
  const [, kind, name = ''] = /^(\w+):(.+)$/s.exec(sub) ?? []
  const user = accounts.get(name)?.user
  if (kind === 'username' && user) return { kind, user }
  if (kind === 'car' && owners.has(sub)) return { kind, plate: name }
  if (kind === 'post' && owners.has(sub)) return { kind, slug: name }
  return undefined
}
