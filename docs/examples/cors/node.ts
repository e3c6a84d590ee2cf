import { createServer } from 'node:http'
import { guard, routes } from '@scopetree/node'
import cors from 'cors'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const { ORIGIN = 'http://localhost:5173' } = process.env

const allowed = cors({ origin: ORIGIN, exposedHeaders: ['WWW-Authenticate', 'Retry-After'] })
const answer = routes({ 'GET /users/me/': guard(activeUser, (req, res, user) => user) })

// Before every guard: a preflight carries no token.
export const server = listen(createServer((req, res) => allowed(req, res, () => answer(req, res))))
