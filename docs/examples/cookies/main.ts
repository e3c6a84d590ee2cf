import { createAdaptorServer } from '@hono/node-server'
import {
  apiKey,
  authenticateUser,
  createAccessToken,
  defineAuth,
  depends,
  getCurrentUser,
  hs256,
  HttpError,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, setCookie } from 'hono/cookie'
import { findUser } from '../scopes/security/users.js'
import { listen } from '../serve.js'

const { SECRET_KEY = crypto.randomUUID(), ORIGIN = 'https://app.example' } = process.env

const COOKIE = '__Host-session'
const cookie = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  expiresIn: 60 * 60,
  // Who is disabled is nobody, at the login and with a cookie from before.
  findUser: (username) => {
    const account = findUser(username)
    return account?.user.disabled ? undefined : account
  },
})

/** What changes something, or opens a WebSocket, must come from our own pages. Browsers say where from. */
const sameOrigin = depends(function sameOrigin({ request }) {
  const reads = ['GET', 'HEAD'].includes(request.method) && request.header('upgrade') === undefined
  if (!reads && request.header('origin') !== ORIGIN) throw new HttpError(403, 'Not from this site')
})

/** The check stands in the scheme itself, so that no route can have the cookie without it. */
const session = apiKey({ in: 'cookie', key: COOKIE }, async (token, context) => {
  await context.use(sameOrigin)
  return getCurrentUser(auth, token)
})

const app = new Hono()

app.onError(authErrors())

app.post('/login', bodyLimit({ maxSize: 64 * 1024 }), guard(sameOrigin), async (c) => {
  // Malformed JSON is the client's mistake, and so is a name that is no text.
  const { username, password } = (await c.req.json().catch(() => null)) ?? {}
  if (typeof username !== 'string' || typeof password !== 'string') throw new HttpError(400, 'That is no login')
  const user = await authenticateUser(auth, username, password)
  if (!user) throw new HttpError(400, 'Incorrect username or password')
  const token = await createAccessToken(auth, { sub: user.username })
  setCookie(c, COOKIE, token, { ...cookie, maxAge: auth.expiresIn ?? 0 })
  return c.json({ username: user.username })
})

app.post('/logout', guard(sameOrigin), (c) => {
  deleteCookie(c, COOKIE, cookie)
  return c.body(null, 204)
})

app.get('/me', guard({ user: session }), (c) => c.json({ username: c.var.user.username }))

app.post('/email', guard({ user: session }), (c) => c.json({ changed: c.var.user.username }))

listen(createAdaptorServer(app))
