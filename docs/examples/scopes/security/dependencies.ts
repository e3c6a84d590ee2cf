import { defineAuth, depends, getCurrentUser, hs256, HttpError, oauth2PasswordBearer, security } from '@scopetree/core'
import { findUser } from './users.js'

/** Published in FastAPI's tutorial, so everyone can sign with it. Make your own: openssl rand -hex 32 */
const SECRET_KEY = '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'

export const auth = defineAuth({
  key: hs256(SECRET_KEY, { allowInsecureSecret: true }),
  scopes: { me: 'Read information about the current user.', items: 'Read items.' },
  scopeClaim: 'scopes',
  expiresIn: 30 * 60,
  findUser,
})

export const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

export const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})
