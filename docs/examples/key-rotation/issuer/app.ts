import {
  defineAuth,
  getCurrentUser,
  oauth2PasswordBearer,
  hashPassword,
  security,
  type SigningKey,
} from '@scopetree/core'
import { authErrors, guard, jwksEndpoint, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'

const user = { username: 'johndoe' }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

/** `now` is for tests, which do not wait for tokens to expire. */
export function createApp(ring: SigningKey, now?: () => number) {
  const auth = defineAuth({
    key: ring,
    issuer: 'https://login.example.com',
    audience: 'https://api.example.com',
    scopes: { me: 'Read who you are.' },
    findUser: (username) => accounts.get(username),
    scopesFor: () => ['me'],
    expiresIn: 15 * 60,
    now,
  })
  const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
    getCurrentUser(auth, token),
  )

  const app = new Hono()
  app.onError(authErrors())
  app.post('/token', tokenEndpoint(auth))
  app.get('/.well-known/jwks.json', jwksEndpoint(ring, { maxAge: 300 }))
  app.get('/users/me', guard({ user: security(currentUser, 'me') }), (c) => c.json(c.var.user))
  return app
}
