import { serve } from '@hono/node-server'
import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  getCurrentUser,
  hs256,
  HttpError,
  httpBearer,
  noStore,
  security,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { accounts } from './users.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { profile: 'Read who you are.', reports: 'Read reports.' },
  findUser: (username) => accounts.get(username),
})

const currentUser = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))

const app = new Hono()

app.onError(authErrors())

app.post('/login', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
  const { username, password } = (await c.req.json().catch(() => null)) ?? {}
  if (typeof username !== 'string' || typeof password !== 'string') throw new HttpError(400, 'That is no login')
  const user = await authenticateUser(auth, username, password)
  if (!user) throw new HttpError(401, 'Wrong username or password')
  return c.json({ token: await createAccessToken(auth, { sub: user.username, scopes: user.scopes }) }, 200, noStore)
})

app.get('/me', guard({ user: currentUser }), (c) => c.json({ username: c.var.user.username }))

app.get('/reports', guard({ user: security(currentUser, 'reports') }), (c) =>
  c.json([{ title: 'Sales', reader: c.var.user.username }]),
)

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, (info) => console.log('Listening', info))
