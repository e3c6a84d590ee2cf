import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { docsPages } from '@scopetree/docs-ui'
import * as onExpress from '@scopetree/express'
import * as onNode from '@scopetree/node'
import express from 'express'
import { auth, reader } from './application.js'
import { expect, tryOut, type Call } from './try-out.js'

const app = express()
app.post('/token', onExpress.tokenEndpoint(auth))
app.get('/items', onExpress.guard({ user: reader }), (req, res) => {
  res.json([{ name: 'Foo', owner: res.locals.user.username }])
})
const info = { title: 'Items', version: '1.0.0' }
app.use(onExpress.docs(docsPages({ info, routes: onExpress.routesOf(app) })))
app.use(onExpress.authErrors())

const table = {
  'POST /token': onNode.tokenEndpoint(auth),
  'GET /items': onNode.guard(reader, (req, res, user) => [{ name: 'Foo', owner: user.username }]),
}

/** Serves for as long as `use` takes, which is given how to call. */
async function serving(server: Server, use: (call: Call) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await use((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init))
  server.close().closeAllConnections()
}

await serving(createServer(onNode.routes(table)), tryOut)
await serving(createServer(app), tryOut)
await serving(createServer(app), async (call) => {
  for (const path of ['/docs', '/docs/assets/swagger-ui-bundle.js', '/docs/tree', '/openapi.json']) {
    expect(path, (await call(path)).status, 200)
  }
})
