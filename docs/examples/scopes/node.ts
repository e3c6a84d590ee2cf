import { createServer } from 'node:http'
import { fastapi, noStore, security } from '@scopetree/core'
import { guard, routes, type RouteTable } from '@scopetree/node'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

export const table: RouteTable = {
  'POST /token': (req, res) => {
    res.setHeaders(new Headers(noStore))
    return login(req)
  },

  'GET /users/me/': guard(activeUser, (req, res, user) => user),

  'GET /users/me/items/': guard(security(activeUser, 'items'), (req, res, user) => [
    { item_id: 'Foo', owner: user.username },
  ]),

  'GET /status/': guard(currentUser, () => ({ status: 'ok' })),
}

export const server = serve(createServer(routes(table, fastapi)))
