import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { listen, send, type Running } from '@scopetree/contract'
import { depends, fastapi, HttpError, httpBearer, security, UnavailableError } from '@scopetree/core'
import { guardUpgrade, nodePlatform, type UpgradeHandler } from '@scopetree/node'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'

const scopes = { talk: 'Talk.' }
const currentUser = httpBearer({ scopes }, async (token) => {
  if (token === 'dead') throw new Error('the database is down')
  if (token === 'busy') throw new UnavailableError('keys', 5)
  return token === 'nobody' ? null : { user: token, scopes: token === 'john' ? ['talk'] : [] }
})
const talker = security(currentUser, 'talk')

let running: Running | undefined
afterEach(() => running?.close())

async function serve(onUpgrade: Parameters<Server['on']>[1]): Promise<string> {
  running = await listen(createServer().on('upgrade', onUpgrade))
  return running.origin
}

/** A handshake by hand, to see what a refusal looks like on the wire. */
const handshake = (token?: string): { headers: Record<string, string> } => ({
  headers: {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...(token && { authorization: `Bearer ${token}` }),
  },
})

function openSocket(origin: string, token: string): WebSocket {
  return new WebSocket(origin.replace('http', 'ws'), { headers: { authorization: `Bearer ${token}` } })
}

function greeting(): UpgradeHandler<string> {
  const sockets = new WebSocketServer({ noServer: true })
  return (req, socket, head, user) => sockets.handleUpgrade(req, socket, head, (ws) => ws.send(`Hello ${user}`))
}

test('an accepted request gets its handshake, and the handler the value', async () => {
  const ws = openSocket(await serve(guardUpgrade(talker, greeting())), 'john')
  const [message] = await once(ws, 'message')
  expect(String(message)).toBe('Hello john')
  ws.terminate()
})

test.each([
  ['without credentials', undefined, 401, 'Bearer scope="talk"', '{"detail":"Not authenticated"}'],
  ['of nobody', 'nobody', 401, 'Bearer error="invalid_token"', '{"error":"invalid_token"'],
  ['that lacks a scope', 'alice', 403, 'Bearer error="insufficient_scope"', '{"error":"insufficient_scope"'],
])('a request %s is refused as on a route, before any handshake', async (_, token, status, challenge, body) => {
  const handler = vi.fn<UpgradeHandler<string>>()
  const answer = await send(await serve(guardUpgrade(talker, handler)), handshake(token))
  expect(answer.status).toBe(status)
  expect(answer.lines('www-authenticate').join()).toContain(challenge)
  expect(answer.body).toContain(body)
  expect([answer.lines('content-type'), answer.lines('connection')]).toEqual([['application/json'], ['close']])
  expect(handler).not.toHaveBeenCalled()
})

test('a profile renders refusals', async () => {
  const answer = await send(await serve(guardUpgrade(talker, greeting(), fastapi)), handshake('alice'))
  expect([answer.status, answer.body]).toEqual([401, '{"detail":"Not enough permissions"}'])
})

test('503 tells when to come again', async () => {
  const answer = await send(await serve(guardUpgrade(talker, greeting())), handshake('busy'))
  expect([answer.status, answer.lines('retry-after')]).toEqual([503, ['5']])
})

test('an error that is not ours is a bare 500, and reported', async () => {
  const onError = vi.fn<(error: unknown) => void>()
  const answer = await send(await serve(guardUpgrade(talker, greeting(), undefined, { onError })), handshake('dead'))
  expect([answer.status, answer.body]).toEqual([500, '{"detail":"Internal Server Error"}'])
  expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('the database is down'))
})

test('an error of ours with a detail that is no JSON is a bare 500, and reported', async () => {
  const onError = vi.fn<(error: unknown) => void>()
  const odd = depends(() => {
    throw new HttpError(409, { id: 1n })
  })
  const answer = await send(await serve(guardUpgrade(odd, greeting(), undefined, { onError })), handshake('john'))
  expect([answer.status, answer.body]).toEqual([500, '{"detail":"Internal Server Error"}'])
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError))
})

test('a refused client cannot hold its connection open', async () => {
  const server = createServer().on('upgrade', guardUpgrade(talker, greeting()))
  const closed = vi.fn<() => void>()
  server.on('connection', (socket) => socket.once('close', closed))
  running = await listen(server)
  const stubborn = connect({ port: Number(new URL(running.origin).port), host: '127.0.0.1', allowHalfOpen: true })
  stubborn.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n')
  const [answer] = await once(stubborn, 'data')
  expect(String(answer)).toContain('401 Unauthorized')
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), 20_000)
  stubborn.destroy()
})

test.each(['nobody', 'john'])(
  'a client that does not wait for its last answer loses its connection, as %s',
  async (token) => {
    const handler = vi.fn<UpgradeHandler<string>>()
    const server = createServer((req, res) => res.flushHeaders()).on('upgrade', guardUpgrade(talker, handler))
    running = await listen(server)
    const hasty = connect(Number(new URL(running.origin).port), '127.0.0.1')
    const lines = Object.entries(handshake(token).headers).map(([name, value]) => `${name}: ${value}`)
    hasty.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n')
    hasty.write(['GET / HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n'))
    await once(hasty.resume(), 'close')
    expect(handler).not.toHaveBeenCalled()
    expect((await send(running.origin, handshake('alice'))).status).toBe(403)
  },
)

test('a sink that fails harms nobody', async () => {
  const failed = vi.spyOn(console, 'error').mockReturnValueOnce()
  const onError = (): never => {
    throw new Error('the sink is down')
  }
  const origin = await serve(guardUpgrade(talker, greeting(), undefined, { onError }))
  expect((await send(origin, handshake('dead'))).status).toBe(500)
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('the sink is down'))
  failed.mockRestore()
})

test('what was deferred runs when the socket closes', async () => {
  const closed = vi.fn<(error?: unknown) => void>()
  const needs = { user: talker, resource: depends(({ defer }) => defer(closed)) }
  const sockets = new WebSocketServer({ noServer: true })
  const origin = await serve(
    guardUpgrade(needs, (req, socket, head) => sockets.handleUpgrade(req, socket, head, (ws) => ws.send('x'))),
  )
  const ws = openSocket(origin, 'john')
  await once(ws, 'message')
  expect(closed).not.toHaveBeenCalled()
  ws.terminate()
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), 20_000)
})

test('a handler that fails ends the connection', async () => {
  const onError = vi.fn<(error: unknown) => void>()
  const closed = vi.fn<(error?: unknown) => void>()
  const broken = (): never => {
    throw new Error('broken')
  }
  const needs = { user: talker, resource: depends(({ defer }) => defer(closed)) }
  const origin = await serve(guardUpgrade(needs, broken, undefined, { onError }))
  await expect(send(origin, handshake('john'))).rejects.toThrow('socket hang up')
  expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('broken'))
  await vi.waitFor(() => expect(closed).toHaveBeenCalledExactlyOnceWith(new Error('broken')), 20_000)
})

test.each([
  ['refused', 'alice'],
  ['accepted', 'john'],
])('a client that resets the connection before it is %s harms nobody', async (_, token) => {
  const closed = vi.fn<(error?: unknown) => void>()
  const handler = vi.fn<UpgradeHandler<unknown>>()
  const gone = vi.fn<() => void>()
  let judging = (): void => undefined
  const begun = new Promise<void>((resolve) => (judging = resolve))
  let judged = (): void => undefined
  const slow = depends(currentUser, async (user, { defer, platform }) => {
    defer(closed)
    nodePlatform({ platform }).req.socket.once('close', gone)
    judging()
    await new Promise<void>((resolve) => (judged = resolve))
    if (user === 'alice') throw new UnavailableError('busy', 1)
    return user
  })
  const origin = await serve(guardUpgrade({ slow }, handler))
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  const lines = Object.entries(handshake(token).headers).map(([name, value]) => `${name}: ${value}`)
  socket.write(['GET / HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n'))
  await begun
  socket.resetAndDestroy()
  await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce(), 20_000)
  expect(closed).not.toHaveBeenCalled()
  judged()
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), 20_000)
  expect(handler).not.toHaveBeenCalled()
})

test('a client that resets the connection while the handler prepares its handshake harms nobody', async () => {
  const sockets = new WebSocketServer({ noServer: true })
  const opened = vi.fn<() => void>()
  const handled = vi.fn<() => void>()
  let preparing = (): void => undefined
  const begun = new Promise<void>((resolve) => (preparing = resolve))
  const slow: UpgradeHandler<string> = async (req, socket, head) => {
    const gone = new Promise<void>((resolve) => socket.once('close', resolve))
    preparing()
    await gone
    sockets.handleUpgrade(req, socket, head, opened)
    handled()
  }
  const origin = await serve(guardUpgrade(talker, slow))
  const client = connect(Number(new URL(origin).port), '127.0.0.1')
  const lines = Object.entries(handshake('john').headers).map(([name, value]) => `${name}: ${value}`)
  client.write(['GET / HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n'))
  await begun
  client.resetAndDestroy()
  await vi.waitFor(() => expect(handled).toHaveBeenCalledOnce(), 20_000)
  expect(opened).not.toHaveBeenCalled()
})
