import { authentication, defineAuth, getCurrentUser, hashPassword, hs256, oauth2PasswordBearer } from '@scopetree/core'
import { authErrors, guard, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import { Revocable, type DenyList } from './deny-list.js'

const user = { username: 'johndoe' }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

export function createApp(secret: string, denyList: DenyList) {
  const auth = defineAuth({
    key: hs256(secret),
    claims: Revocable,
    isRevoked: (claims) => denyList.isRevoked(claims),
    findUser: (username) => accounts.get(username),
  })
  const currentUser = oauth2PasswordBearer({ tokenUrl: 'token' }, (token) => getCurrentUser(auth, token))

  const app = new Hono()
  app.onError(authErrors())
  app.post('/token', tokenEndpoint(auth))
  app.get('/users/me', guard({ user: currentUser }), (c) => c.json(c.var.user))
  app.post('/logout', guard({ session: authentication(currentUser) }), async (c) => {
    await denyList.revoke(c.var.session.claims)
    return c.body(null, 204)
  })
  return app
}
