import { createServer } from 'node:http'
import { guardUpgrade, routes, tokenEndpoint } from '@scopetree/node'
import { WebSocketServer } from 'ws'
import { activeUser, auth } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const sockets = new WebSocketServer({ noServer: true })
const httpServer = createServer(routes({ 'POST /token': tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }) }))

httpServer.on(
  'upgrade',
  guardUpgrade(activeUser, (req, socket, head, user) => {
    sockets.handleUpgrade(req, socket, head, (ws) => ws.send(`Hello ${user.username}`))
  }),
)

export const server = listen(httpServer)
