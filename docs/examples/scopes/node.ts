import { createServer } from 'node:http'
import { fastapi, noStore, operation, passwordLogin, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { docs, guard, routes, routesOf, type RouteTable } from '@scopetree/node'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

export const table: RouteTable = {
  'POST /token': operation(passwordLogin, (req, res) => {
    res.setHeaders(new Headers(noStore))
    return login(req)
  }),

  'GET /users/me/': guard(activeUser, (req, res, user) => user),

  'GET /users/me/items/': guard(security(activeUser, 'items'), (req, res, user) => [
    { item_id: 'Foo', owner: user.username },
  ]),

  'GET /status/': guard(currentUser, () => ({ status: 'ok' })),
}

const info = { title: 'The scopes tutorial', version: '1.0.0' }
const pages = docs(docsPages({ info, routes: routesOf(table), profile: fastapi }))

export const server = serve(createServer(routes({ ...table, ...pages }, fastapi)), '/docs')
