import { once } from 'node:events'
import { createAdaptorServer, upgradeWebSocket } from '@hono/node-server'
import { listen, type Running } from '@scopetree/contract'
import { httpBearer, security } from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'

const currentUser = httpBearer({ scopes: { talk: 'Talk.' } }, (token) => ({
  user: token,
  scopes: token === 'john' ? ['talk'] : [],
}))

const handshakes = vi.fn<() => void>()
let running: Running
beforeEach(async () => {
  handshakes.mockClear()
  const app = new Hono().get(
    '/',
    guard({ user: security(currentUser, 'talk') }),
    upgradeWebSocket((c) => ({ onOpen: (_, ws) => ws.send(`Hello ${String(c.get('user'))}`) })),
  )
  app.onError(authErrors())
  const sockets = new WebSocketServer({ noServer: true }).on('connection', handshakes)
  // Its types disagree with those of @types/ws, under the strict options of this project.
  const websocket: unknown = { server: sockets }
  running = await listen(createAdaptorServer({ fetch: app.fetch, websocket: websocket as never }))
})
afterEach(() => running.close())

function openSocket(token?: string): WebSocket {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return new WebSocket(running.origin.replace('http', 'ws'), { headers })
}

test('an accepted request gets its handshake, and the handler the user', async () => {
  const ws = openSocket('john')
  const [message] = await once(ws, 'message')
  expect(String(message)).toBe('Hello john')
  ws.terminate()
})

test.each([
  ['without credentials', undefined, 401, 'Bearer scope="talk"'],
  ['that lacks a scope', 'alice', 403, 'Bearer error="insufficient_scope"'],
])('a request %s is refused before any handshake', async (_, token, status, challenge) => {
  const [, response] = await once(
    openSocket(token).on('error', () => undefined),
    'unexpected-response',
  )
  expect(response.statusCode).toBe(status)
  expect(response.headers['www-authenticate']).toContain(challenge)
  expect(handshakes).not.toHaveBeenCalled()
})
