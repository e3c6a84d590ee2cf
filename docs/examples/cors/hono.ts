import { createAdaptorServer } from '@hono/node-server'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const { ORIGIN = 'http://localhost:5173' } = process.env
const app = new Hono()

// Before every guard: a preflight carries no token.
app.use(cors({ origin: ORIGIN, exposeHeaders: ['WWW-Authenticate', 'Retry-After'] }))

app.get('/users/me/', guard({ user: activeUser }), (c) => c.json(c.var.user))

app.onError(authErrors())

export const server = listen(createAdaptorServer(app))
