import { createAdaptorServer } from '@hono/node-server'
import { fastapi, noStore, security } from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

export const app = new Hono()

app.onError(authErrors(fastapi))

app.post('/token', async (c) => {
  return c.json(await login(c.req.raw), 200, noStore)
})

app.get('/users/me/', guard({ user: activeUser }), (c) => c.json(c.var.user))

app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), (c) =>
  c.json([{ item_id: 'Foo', owner: c.var.user.username }]),
)

app.get('/status/', guard(currentUser), (c) => c.json({ status: 'ok' }))

export const server = serve(createAdaptorServer(app))
