import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import { auth, reader } from './application.js'

/** What an edge runtime gets, from whichever bundler. */
const app = new Hono()
app.onError(authErrors())
app.post('/token', tokenEndpoint(auth))
app.get('/items', guard({ user: reader }), (c) => c.json([{ name: 'Foo', owner: c.var.user.username }]))
const info = { title: 'Items', version: '1.0.0' }
app.route('/', docs(docsPages({ info, routes: routesOf(app) }, { assets: '/swagger-ui' })))

export const fetch = app.fetch
