import { createAdaptorServer, upgradeWebSocket } from '@hono/node-server'
import { authErrors, guard, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import { WebSocketServer } from 'ws'
import { activeUser, auth } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const app = new Hono()

app.onError(authErrors())

app.post('/token', tokenEndpoint({ ...auth, scopesFor: () => ['me', 'items'] }))

app.get(
  '/',
  guard({ user: activeUser }),
  upgradeWebSocket((c) => ({
    onOpen: (_, ws) => ws.send(`Hello ${c.get('user').username}`),
  })),
)

type WebSocketOptions = NonNullable<Parameters<typeof createAdaptorServer>[0]['websocket']>

// Its types disagree with those of @types/ws, under the strict options of this project.
const sockets: unknown = new WebSocketServer({ noServer: true })
const websocket = { server: sockets } as WebSocketOptions

export const server = listen(createAdaptorServer({ fetch: app.fetch, websocket }))
