import {
  authenticateUser,
  createAccessToken,
  grantScopes,
  HttpError,
  noStore,
  readPasswordForm,
  type RequestLike,
} from '@scopetree/core'
import { auth } from './dependencies.js'

/** What `POST /token` answers: the tutorial's `login_for_access_token`. */
export async function login(request: RequestLike) {
  const form = await readPasswordForm(request)
  const user = await authenticateUser(auth, form.username, form.password)
  if (!user) throw new HttpError(400, 'Incorrect username or password', noStore)
  const scopes = grantScopes(form.scopes, ['me', 'items'])
  const access_token = await createAccessToken(auth, { sub: user.username, scopes })
  return { access_token, token_type: 'bearer' }
}
