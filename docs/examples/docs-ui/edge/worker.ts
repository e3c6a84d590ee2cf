import { security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import { activeUser, auth } from '../../scopes/security/dependencies.js'

const app = new Hono()

app.onError(authErrors())

app.post('/token', tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }))

app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), (c) =>
  c.json([{ item_id: 'Foo', owner: c.var.user.username }]),
)

const info = { title: 'The scopes tutorial at the edge', version: '1.0.0' }
const pages = docsPages({ info, routes: routesOf(app) }, { assets: '/static/swagger-ui' })
app.route('/', docs(pages))

/** What an edge runtime calls; the platform itself serves what is below /static. */
export const { fetch } = app
