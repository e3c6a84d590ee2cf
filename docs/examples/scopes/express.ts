import { createServer } from 'node:http'
import { fastapi, noStore, operation, passwordLogin, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/express'
import express from 'express'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

export const app = express()

app.post(
  '/token',
  operation(passwordLogin, async (req, res) => {
    res.set(noStore).json(await login(req))
  }),
)

app.get('/users/me/', guard({ user: activeUser }), (req, res) => {
  res.json(res.locals.user)
})

app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), (req, res) => {
  res.json([{ item_id: 'Foo', owner: res.locals.user.username }])
})

app.get('/status/', guard(currentUser), (req, res) => {
  res.json({ status: 'ok' })
})

const info = { title: 'The scopes tutorial', version: '1.0.0' }
app.use(docs(docsPages({ info, routes: routesOf(app), profile: fastapi })))

app.use(authErrors(fastapi))

export const server = serve(createServer(app), '/docs')
