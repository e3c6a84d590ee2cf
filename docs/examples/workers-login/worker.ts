import { env } from 'cloudflare:workers'
import { defineAuth, getCurrentUser, hs256, oauth2PasswordBearer, security, type Account } from '@scopetree/core'
import { authErrors, guard, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'

interface User {
  readonly username: string
}

const auth = defineAuth({
  key: hs256(env.SECRET_KEY),
  scopes: { notes: 'Read your notes.' },
  findUser: (username) => env.USERS.get<Account<User>>(username, 'json'),
  scopesFor: () => ['notes'],
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const app = new Hono()

app.onError(authErrors())

app.post('/token', tokenEndpoint(auth))

app.get('/notes', guard({ user: security(currentUser, 'notes') }), (c) => c.json([`Notes of ${c.var.user.username}`]))

// oxlint-disable-next-line import/no-default-export -- a Worker is its default export
export default app
