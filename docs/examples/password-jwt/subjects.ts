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
const cars = new Set(['herbie', 'kitt'])
const posts = new Set(['hello-world'])

export function findUser(username: string): Account<User> | undefined {
  return accounts.get(username)
}

/** Who or what a token is for; `undefined` where it is for nothing that still exists. */
export function findSubject({ sub }: AccessTokenClaims): Subject | undefined {
  const [, kind, name = ''] = /^(\w+):(.+)$/s.exec(sub) ?? []
  const user = accounts.get(name)?.user
  if (kind === 'username' && user) return { kind, user }
  if (kind === 'car' && cars.has(name)) return { kind, plate: name }
  if (kind === 'post' && posts.has(name)) return { kind, slug: name }
  return undefined
}
