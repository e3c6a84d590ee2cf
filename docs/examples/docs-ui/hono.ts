import { createAdaptorServer } from '@hono/node-server'
import { security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import { activeUser, auth } from '../scopes/security/dependencies.js'
import { serve } from '../serve.js'

export const app = new Hono()

app.onError(authErrors())

app.post('/token', tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }))

app.get('/users/me/', guard({ user: activeUser }), (c) => c.json(c.var.user))

app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), (c) =>
  c.json([{ item_id: 'Foo', owner: c.var.user.username }]),
)

const info = { title: 'The scopes tutorial on Hono', version: '1.0.0' }
const pages = docsPages({ info, routes: routesOf(app) }, { oauth: { scopes: 'me' } })
app.route('/', docs(pages))

export const server = serve(createAdaptorServer(app), '/docs')
