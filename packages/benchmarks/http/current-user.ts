import { getCurrentUser, hs256, oauth2PasswordBearer, security } from '@scopetree/core'
import { SECRET } from '../tokens/forge.js'

/** A user by a bearer token with the scope `me`, as the tutorial has it. */
export function currentUser(tokenCache?: false) {
  const auth = { key: hs256(SECRET), scopes: { me: '', items: '' }, tokenCache }
  const user = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) => getCurrentUser(auth, token))
  return security(user, 'me')
}
