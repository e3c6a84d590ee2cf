import { createServer } from 'node:http'
import { authentication, depends } from '@scopetree/core'
import { guardUpgrade, routes, tokenEndpoint } from '@scopetree/node'
import { WebSocketServer } from 'ws'
import { activeUser, auth, currentUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

/** The longest that a timer of Node waits, some 25 days; more would be none at all. */
const LONGEST = 2 ** 31 - 1

const sockets = new WebSocketServer({ noServer: true })
const httpServer = createServer(routes({ 'POST /token': tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }) }))

/** Who it is, and until when the token is good. */
const visit = depends({ user: activeUser, login: authentication(currentUser) }, function visit({ user, login }) {
  return { user, until: login.claims.exp }
})

httpServer.on(
  'upgrade',
  guardUpgrade(visit, (req, socket, head, { user, until }) => {
    sockets.handleUpgrade(req, socket, head, (ws) => {
      ws.on('error', console.error)
      ws.send(`Hello ${user.username}`)
      const left = Math.min(until * 1000 - Date.now(), LONGEST)
      const end = setTimeout(() => ws.close(1008, 'The token has expired'), left)
      ws.once('close', () => clearTimeout(end))
    })
  }),
)

export const server = listen(httpServer)
