import { createServer } from 'node:http'
import { httpBasic, security, verifyPassword } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { docs, guard, routes, routesOf, tokenEndpoint, type RouteTable } from '@scopetree/node'
import { activeUser, auth } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const { DOCS = 'on' } = process.env
const STAFF_HASH = '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW' // secret

/** A browser asks for a username and a password by itself, and sends them with every request from then on. */
const staff = httpBasic({ name: 'Staff', realm: 'docs' }, async ({ username, password }) => {
  return (await verifyPassword(password, STAFF_HASH)) && username === 'staff' ? { user: username } : null
})

const table: RouteTable = {
  'POST /token': tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }),
  'GET /users/me/': guard(activeUser, (req, res, user) => user),
  'GET /users/me/items/': guard(security(activeUser, 'items'), () => []),
}

const info = { title: 'For staff', version: '1.0.0' }
const pages = DOCS === 'off' ? {} : docs(docsPages({ info, routes: routesOf(table) }), staff)

export const server = listen(createServer(routes({ ...table, ...pages })))
