import { createServer } from 'node:http'
import { authErrors, guard } from '@scopetree/express'
import cors from 'cors'
import express from 'express'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const { ORIGIN = 'http://localhost:5173' } = process.env
const app = express()

// Before every guard: a preflight carries no token.
app.use(cors({ origin: ORIGIN, exposedHeaders: ['WWW-Authenticate', 'Retry-After'] }))

app.get('/users/me/', guard({ user: activeUser }), (req, res) => {
  res.json(res.locals.user)
})

app.use(authErrors())

export const server = listen(createServer(app))
