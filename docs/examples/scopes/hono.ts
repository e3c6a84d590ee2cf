import { createAdaptorServer } from '@hono/node-server'
import { fastapi, noStore, operation, passwordLogin, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

export const app = new Hono()

app.onError(authErrors(fastapi))

app.post(
  '/token',
  operation(passwordLogin, async (c) => c.json(await login(c.req.raw), 200, noStore)),
)

app.get('/users/me/', guard({ user: activeUser }), (c) => c.json(c.var.user))

app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), (c) =>
  c.json([{ item_id: 'Foo', owner: c.var.user.username }]),
)

app.get('/status/', guard(currentUser), (c) => c.json({ status: 'ok' }))

const info = { title: 'The scopes tutorial', version: '1.0.0' }
app.route('/', docs(docsPages({ info, routes: routesOf(app), profile: fastapi })))

export const server = serve(createAdaptorServer(app), '/docs')
