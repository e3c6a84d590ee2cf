import { createAccessToken } from '@scopetree/core'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { auth } from '../examples/scopes/security/dependencies.js'
import { login } from './support/http.js'
import { startProgram } from './support/program.js'

test('on node:http a connection ends with its token', async () => {
  const program = await startProgram('websocket/node.ts')
  try {
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 2 })
    const headers = { authorization: `Bearer ${token}` }
    const ws = new WebSocket(program.origin.replace('http', 'ws'), { headers })
    const [code, reason] = await once(ws, 'close')
    expect([code, String(reason)]).toEqual([1008, 'The token has expired'])
  } finally {
    await program.stop()
  }
}, 30_000)

test('on node:http a connection outlives the longest timer', async () => {
  const program = await startProgram('websocket/node.ts')
  try {
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 30 * 24 * 60 * 60 })
    const headers = { authorization: `Bearer ${token}` }
    const ws = new WebSocket(program.origin.replace('http', 'ws'), { headers })
    await once(ws, 'message')
    await sleep(200)
    expect(ws.readyState).toBe(WebSocket.OPEN)
    ws.terminate()
  } finally {
    await program.stop()
  }
}, 30_000)

describe.each(['node', 'hono'])('websocket-%s', (host) => {
  test('ends a connection that breaks the protocol, and no other', async () => {
    const program = await startProgram(`websocket/${host}.ts`)
    try {
      const { body } = await login(program.origin, { username: 'johndoe', password: 'secret', scope: 'me' })
      const headers = { authorization: `Bearer ${(body as { access_token: string }).access_token}` }
      const connect = (): WebSocket => new WebSocket(program.origin.replace('http', 'ws'), { headers })
      const [other, broken] = [connect(), connect()]
      const [[upgraded]] = await Promise.all([once(broken, 'upgrade'), once(other, 'message')])

      upgraded.socket.write(Buffer.of(0x81, 0x01, 0x41)) // a text of one letter, which a client must mask
      expect((await once(broken, 'close'))[0]).toBe(1002)
      other.ping()
      await once(other, 'pong')
      other.terminate()
    } finally {
      await program.stop()
    }
  }, 30_000)

  test('greets who has a token, and refuses who has none', async () => {
    const program = await startProgram(`websocket/${host}.ts`)
    try {
      const url = program.origin.replace('http', 'ws')
      const { body } = await login(program.origin, { username: 'johndoe', password: 'secret', scope: 'me' })
      const { access_token } = body as { access_token: string }

      const ws = new WebSocket(url, { headers: { authorization: `Bearer ${access_token}` } })
      const [message] = await once(ws, 'message')
      expect(String(message)).toBe('Hello johndoe')
      ws.terminate()

      const [, refusal] = await once(
        new WebSocket(url).on('error', () => undefined),
        'unexpected-response',
      )
      expect([refusal.statusCode, refusal.headers['www-authenticate']]).toEqual([401, 'Bearer scope="me"'])
    } finally {
      await program.stop()
    }
  }, 30_000)
})
