import { Server, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Store from '../examples/migrate-fastapi/store.js'
import { SECRET_KEY } from './support/fastapi-requests.js'
import { call, login, withToken } from './support/http.js'

// In this process, so that the connections can be counted.

const connections = vi.hoisted(() => ({ opened: 0, closed: 0 }))

vi.mock('../examples/migrate-fastapi/store.js', async (importOriginal) => {
  const store = await importOriginal<typeof Store>()
  return {
    ...store,
    connect() {
      connections.opened += 1
      return { ...store.connect(), close: () => void (connections.closed += 1) }
    },
  }
})

describe.each(['hono', 'express'])('each request of the program on %s closes what it opens', (host) => {
  let origin: string
  beforeAll(async () => {
    vi.stubEnv('SECRET_KEY', SECRET_KEY)
    vi.stubEnv('PORT', '0')
    const listen = vi.spyOn(Server.prototype, 'listen')
    const said = vi.spyOn(console, 'log').mockImplementation(() => {})
    await import(`../examples/migrate-fastapi/${host}.ts`)
    await vi.waitUntil(() => said.mock.calls.length > 0, 20_000)
    const [server] = listen.mock.contexts as Server[]
    const address = server?.address() as AddressInfo | undefined
    origin = `http://127.0.0.1:${address?.port}`
    vi.restoreAllMocks()
  }, 30_000)
  afterAll(() => vi.unstubAllEnvs())
  beforeEach(() => Object.assign(connections, { opened: 0, closed: 0 }))

  const oneIsClosed = (): Promise<void> =>
    vi.waitFor(() => expect(connections).toEqual({ opened: 1, closed: 1 }), 20_000)

  test('a login, good or bad', async () => {
    expect((await login(origin, { username: 'johndoe', password: 'secret' })).status).toBe(200)
    await oneIsClosed()
    Object.assign(connections, { opened: 0, closed: 0 })
    expect((await login(origin, { username: 'johndoe', password: 'wrong' })).status).toBe(400)
    await oneIsClosed()
  }, 20_000)

  test('a request with a token, whatever becomes of it', async () => {
    const { body } = await login(origin, { username: 'johndoe', password: 'secret', scope: 'notes:read' })
    await oneIsClosed()
    const { access_token: token } = body as { access_token: string }
    for (const [path, status] of [
      ['/notes', 200],
      ['/admin/owners', 401],
    ] as const) {
      Object.assign(connections, { opened: 0, closed: 0 })
      expect((await withToken(origin, path, token)).status).toBe(status)
      await oneIsClosed()
    }
  }, 20_000)

  test('one without a token opens none', async () => {
    expect((await call(origin, { path: '/' })).body).toEqual({ hello: 'stranger' })
    expect(connections).toEqual({ opened: 0, closed: 0 })
  })
})
