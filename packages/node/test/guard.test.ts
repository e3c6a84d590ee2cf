import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import {
  apiKey,
  depends,
  HttpError,
  optional,
  security,
  type Dependency,
  type DependencyContext,
} from '@scopetree/core'
import { guard, nodePlatform, routes } from '@scopetree/node'
import { describe, expect, test, vi } from 'vitest'
import { serving } from './serving.js'

const scopes = { read: 'Read.', write: 'Write.' }
const caller = apiKey({ in: 'header', key: 'x-key', scopes }, (key) => ({ user: { key }, scopes: [key] }))

test('a handler gets the value, typed, and the parameters of the path', async () => {
  const origin = await serving(
    routes({
      'GET /one/:id': guard(security(caller, 'read'), (req, res, user, params) => [user.key, params['id']]),
      'GET /two': guard({ user: caller, guest: optional(caller) }, (req, res, { user, guest }) => [
        user.key,
        guest?.key,
      ]),
    }),
  )
  const headers = { 'x-key': 'read' }
  expect(await (await fetch(`${origin}/one/7`, { headers })).json()).toEqual(['read', '7'])
  expect(await (await fetch(`${origin}/two`, { headers })).json()).toEqual(['read', 'read'])
  expect((await fetch(`${origin}/one/7`, { headers: { 'x-key': 'write' } })).status).toBe(403)
  expect((await fetch(`${origin}/one/7`)).status).toBe(401)
})

test('dependencies read the parameters and the platform', async () => {
  const item = depends(({ request }: DependencyContext) => request.param('id'))
  const wrong = depends(({ request }: DependencyContext) => request.param('toString'))
  const address = depends((context: DependencyContext) => nodePlatform(context).req.socket.remoteAddress)
  const onError = vi.fn<(error: unknown) => void>()
  const table = {
    'GET /items/:id': guard({ item, address }, (req: unknown, res: unknown, value: unknown) => value),
    'GET /wrong/:id': guard(wrong, () => 1),
  }
  const origin = await serving(routes(table, undefined, { onError }))
  expect(await (await fetch(`${origin}/items/a%2Fb`)).json()).toEqual({ item: 'a/b', address: '127.0.0.1' })
  expect((await fetch(`${origin}/wrong/1`)).status).toBe(500)
  expect(onError.mock.lastCall).toEqual([new TypeError('the route has no parameter "toString"')])
})

test('the platform of another adapter is a TypeError', () => {
  expect(() => nodePlatform({ platform: undefined })).toThrow(TypeError)
})

describe('what was deferred', () => {
  const log: unknown[] = []
  const resource = depends(({ defer }) => {
    defer((error) => void log.push(error))
    return 'open'
  })
  const settled = async (): Promise<readonly unknown[]> => {
    await vi.waitFor(() => expect(log).not.toEqual([]), 20_000)
    return log.splice(0)
  }

  test('runs after the response', async () => {
    const origin = await serving(
      routes({
        'GET /': guard(resource, (req, res, value) => {
          res.on('finish', () => log.push('sent'))
          return value
        }),
      }),
    )
    expect(await (await fetch(origin)).json()).toBe('open')
    expect(await settled()).toEqual(['sent', undefined])
  })
  test('learns what the handler threw', async () => {
    const error = new HttpError(409, 'conflict')
    const refuse = guard(resource, () => Promise.reject(error))
    expect((await fetch(await serving(routes({ 'GET /': refuse })))).status).toBe(409)
    expect(await settled()).toEqual([error])
  })
  test('learns that another dependency refused', async () => {
    const late = depends(resource, () => {
      throw new HttpError(400, 'late')
    })
    expect((await fetch(await serving(routes({ 'GET /': guard(late, () => 1) })))).status).toBe(400)
    expect(await settled()).toMatchObject([{ status: 400 }])
  })
  test.each<[when: string, handler: (hangUp: () => void, res: ServerResponse) => unknown]>([
    [
      'while the handler works',
      async (hangUp, res) => {
        hangUp()
        await once(res, 'close')
      },
    ],
    ['while the body is sent', (hangUp, res) => res.write('half', hangUp)],
  ])('runs when the client hangs up %s', async (_, handler) => {
    const handle = guard(resource, (_req, res) => handler(() => socket.destroy(), res))
    const origin = await serving(routes({ 'GET /': handle }))
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    expect(await settled()).toMatchObject([{ message: expect.stringContaining('closed the connection') }])
  })
})

test('a response is listened to only where something waits for its end', async () => {
  const closing = (needs: Dependency<unknown>) => guard(needs, (_req, res) => res.listeners('close').length)
  const origin = await serving(
    routes({
      'GET /plain': closing(depends(() => 1)),
      'GET /deferring': closing(depends(({ defer }: DependencyContext) => defer(() => undefined))),
    }),
  )
  const listeners = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json()
  expect(Number(await listeners('/deferring')) - Number(await listeners('/plain'))).toBe(1)
})
