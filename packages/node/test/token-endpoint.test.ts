import { once } from 'node:events'
import { connect } from 'node:net'
import { bcrypt, hs256, type PasswordIssuer } from '@scopetree/core'
import { routes, tokenEndpoint } from '@scopetree/node'
import { expect, test, vi } from 'vitest'
import { serving } from './serving.js'

const lookedUp = vi.fn<() => undefined>()
const auth: PasswordIssuer<unknown> = {
  key: hs256('a secret of the tests, which is long enough'),
  hasher: bcrypt({ cost: 4 }),
  findUser: lookedUp,
}

test('a login whose client has gone before it began is not looked up, and is no error', async () => {
  const endpoint = tokenEndpoint(auth)
  const onError = vi.fn<(error: unknown) => void>()
  const handled = vi.fn<(error?: unknown) => void>()
  const table = {
    'POST /token': async (...[req, res, params]: Parameters<typeof endpoint>) => {
      socket.destroy()
      await once(res, 'close')
      try {
        await endpoint(req, res, params)
      } finally {
        handled()
      }
    },
  }
  const { port } = new URL(await serving(routes(table, undefined, { onError })))
  const socket = connect(Number(port), '127.0.0.1')
  const form = 'username=johndoe&password=secret'
  const headers = `Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}`
  socket.write(`POST /token HTTP/1.1\r\n${headers}\r\n\r\n${form}`)
  await vi.waitFor(() => expect(handled).toHaveBeenCalled(), 20_000)
  await new Promise(setImmediate)
  expect(onError).not.toHaveBeenCalled()
  expect(lookedUp).not.toHaveBeenCalled()
})

test.each([undefined, {}, { key: 'secret' }])(
  'a config that answers no login is refused when it is given: %o',
  (config) => {
    // @ts-expect-error for JavaScript
    expect(() => tokenEndpoint(config)).toThrow('"key" must be a key that signs')
  },
)
