import { defineAuth, getCurrentUser, hs256, httpBearer, keyRing } from '@scopetree/core'
import jwt from 'jsonwebtoken'

interface User {
  readonly id: number
  readonly email: string
  readonly roles: readonly ('editor' | 'admin')[]
}

/** Stands for your table. */
export const users: { readonly user: User; readonly passwordHash: string }[] = []

const { SECRET_KEY = crypto.randomUUID() } = process.env
const scopes = { editor: 'Change articles.', admin: 'Do everything.' }

// #region users
export const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes,
  expiresIn: 24 * 60 * 60, // as '1d'; 900 by default
  // What was the `verify` of passport-local: who logs in, by what was typed.
  findUser: (email) => users.find(({ user }) => user.email === email.toLowerCase()),
  // What was the `verify` of passport-jwt: whom a token names.
  loadUser: ({ sub }) => users.find(({ user }) => String(user.id) === sub)?.user,
})
// #endregion users

// #region roles
export const currentUser = httpBearer({ scopes }, async (token) => {
  const found = await getCurrentUser(auth, token)
  return { ...found, scopes: found.user.roles }
})
// #endregion roles

// #region numbers
export const numbered = httpBearer({ scopes }, (token) => {
  const found = users.find(({ user }) => user.id === idOf(token))
  return found === undefined ? null : { user: found.user, scopes: found.user.roles }
})

/** Of a token of either kind: `sub` or `id` is a number in an old one, and `String(id)` in a new one. */
function idOf(token: string): number | undefined {
  try {
    const claims = jwt.verify(token, SECRET_KEY, { algorithms: ['HS256'] })
    // Without `exp` it would be good for ever.
    return typeof claims === 'string' || claims.exp === undefined ? undefined : Number(claims.sub ?? claims.id)
  } catch {
    return undefined
  }
}
// #endregion numbers

/** With your own two secrets in place of these: the new one of 32 bytes or more, and the old. */
export function ringOf(NEW: string, OLD: string) {
  // #region ring
  const key = keyRing(hs256(NEW, { kid: '2' }), hs256(OLD, { allowInsecureSecret: true }))
  // #endregion ring
  return key
}
