import { createServer } from 'node:http'
import { security, withSecurity } from '@scopetree/core'
import { guard, routes, routesOf, type RouteTable } from '@scopetree/node'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const document = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1.0.0' },
  paths: {
    '/items/{itemId}': {
      get: {
        summary: 'One item',
        parameters: [{ name: 'itemId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'The item' } },
      },
    },
  },
}

const table: RouteTable = {
  'GET /items/:id': guard(security(activeUser, 'items'), (req, res, user, { id }) => ({
    item_id: id,
    owner: user.username,
  })),
}

const secured = withSecurity(document, routesOf(table))

export const server = listen(createServer(routes({ ...table, 'GET /openapi.json': () => secured })))
