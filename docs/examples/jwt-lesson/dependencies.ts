import {
  defineAuth,
  depends,
  getCurrentUser,
  hs256,
  httpBearer,
  InsufficientScopeError,
  isAuthError,
  rfc6750,
  security,
  type Account,
  type ErrorProfile,
} from '@scopetree/core'
import * as v from 'valibot'

export interface User {
  readonly username: string
  readonly role: 'reader' | 'editor'
}

/** What a role may do. It is looked up when a token is issued, so a new role counts from the next login on. */
export const SCOPES_OF_ROLE = { reader: ['read'], editor: ['read', 'write'] } as const

const accounts = new Map<string, Account<User>>([
  [
    'user1',
    {
      user: { username: 'user1', role: 'reader' },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'user2',
    {
      user: { username: 'user2', role: 'editor' },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])

export const auth = defineAuth({
  key: hs256(process.env.SECRET_KEY ?? crypto.randomUUID()), // make one: openssl rand -hex 32
  scopes: { read: 'Read notes.', write: 'Write notes.' },
  findUser: (username) => accounts.get(username),
  /** Claims of our own, checked on every request and typed from here on. */
  claims: v.object({ sub: v.string(), role: v.picklist(['reader', 'editor']), exp: v.number() }),
  expiresIn: Number(process.env.EXPIRES_IN ?? 600),
})

export const session = httpBearer({ scopes: auth.scopes, bearerFormat: 'JWT' }, (token) => getCurrentUser(auth, token))

export const writer = depends(security(session, 'write'), function writer(user) {
  return user
})

// #region profile
/** The lesson's client asks for a new login when a token has expired, and gives up when it was never good. */
export const lesson: ErrorProfile = (error) => {
  const { status, headers, body } = rfc6750(error)
  if (error instanceof InsufficientScopeError)
    return { status, headers, body: { error: error.reason, missing: error.missing } }
  if (!(isAuthError(error) && error.code === 'invalid_token')) return { status, headers, body }
  const advice = error.reason === 'expired' ? 'log in again' : 'this token was never good'
  return { status, headers, body: { error: error.reason, advice } }
}
// #endregion profile
