import { createAdaptorServer } from '@hono/node-server'
import { listen, send } from '@scopetree/contract'
import { depends, fastapi, HttpError, httpBearer, security } from '@scopetree/core'
import { authErrors, guard, honoContext } from '@scopetree/hono'
import { Hono, type ExecutionContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'

const currentUser = httpBearer({ scopes: { me: 'Me.' } }, (token) => ({ user: token, scopes: ['me'] }))
const asJohn = { headers: { authorization: 'Bearer john' } }

test('as a fetch handler, without any server', async () => {
  const app = new Hono().get('/', guard({ user: currentUser }), (c) => c.text(c.var.user))
  const answer = await app.fetch(new Request('http://localhost/', asJohn))
  expect([answer.status, await answer.text()]).toEqual([200, 'john'])
  expect((await app.fetch(new Request('http://localhost/'))).status).toBe(401)
})

test('a lone dependency sets no variable', async () => {
  const app = new Hono().get('/', guard(currentUser), (c) => c.json(c.var))
  expect(await (await app.request('/', asJohn)).json()).toEqual({})
})

test('a dependency that is called in the handler has been resolved already', async () => {
  const made = vi.fn<() => number>(() => 1)
  const counted = depends(made)
  const app = new Hono().get('/', guard(counted), async (c) => c.json(await counted(c.req.raw)))
  expect(await (await app.request('/')).json()).toBe(1)
  expect(made).toHaveBeenCalledOnce()
})

test('a request whose body middleware has measured is still the same, with a body to read', async () => {
  const verified = vi.fn<(token: string) => { user: string }>((token) => ({ user: token }))
  const made = vi.fn<() => object>(() => ({}))
  const closed = vi.fn<() => void>()
  const user = httpBearer({}, verified)
  const resource = depends(({ defer }) => {
    defer(closed)
    return made()
  })
  const body = depends(({ request }) => (request.raw as Request).text())
  const app = new Hono().use(guard(depends({ user, resource })), bodyLimit({ maxSize: 10 }))
  app.post('/', guard({ user, resource, body }), async (c) =>
    c.json([c.var.body, (await resource(c.req.raw)) === c.var.resource, (await user(c.req.raw)) === c.var.user]),
  )
  const answer = await app.request('/', { ...asJohn, method: 'POST', body: 'text' })
  expect(await answer.json()).toEqual(['text', true, true])
  for (const counted of [verified, made, closed]) expect(counted).toHaveBeenCalledOnce()
})

test.each<[what: string, other: (request: Request) => Request]>([
  ['headers', (request) => new Request(request, { headers: { authorization: 'Bearer jane' } })],
  ['method', (request) => new Request(request, { method: 'DELETE' })],
  ['URL', (request) => new Request('http://localhost/jane', request)],
])('a request whose %s middleware has changed is another', async (_, other) => {
  const seen = depends(currentUser, (user, { request }) => `${request.method} ${request.url} of ${user}`)
  const app = new Hono().use(guard(seen), async (c, next) => {
    c.req.raw = other(c.req.raw)
    await next()
  })
  app.get('/', guard({ seen }), (c) => c.text(c.var.seen))
  const expected = other(new Request('http://localhost/', asJohn))
  const user = expected.headers.get('authorization')?.slice(7)
  expect(await (await app.request('/', asJohn)).text()).toBe(`${expected.method} ${expected.url} of ${user}`)
})

test('what was decided by a parameter is decided again by that of an inner route', async () => {
  const own = depends(currentUser, (user, { request }) => {
    if (request.param('id') !== '1') throw new HttpError(403, 'Not yours')
  })
  const app = new Hono().use('/companies/:id/*', guard(own))
  app.get('/companies/:company/teams/:id', guard(own), (c) => c.text(c.req.param('id'))).onError(authErrors())
  expect((await app.request('/companies/1/teams/1', asJohn)).status).toBe(200)
  expect((await app.request('/companies/1/teams/2', asJohn)).status).toBe(403)
})

test('a dependency reads bindings and parameters', async () => {
  const seen = depends((context) => [
    honoContext<{ Bindings: { DB: string } }>(context).env.DB,
    context.request.param('user'),
    context.request.param('id'),
  ])
  const users = new Hono().get('/items/:id', guard({ seen }), (c) => c.json(c.var.seen))
  const app = new Hono().route('/users/:user', users)
  const answer = await app.fetch(new Request('http://localhost/users/a%2Fb/items/7'), { DB: 'db' })
  expect(await answer.json()).toEqual(['db', 'a/b', '7'])
})

test('elsewhere there is no platform of ours', async () => {
  const path = depends((context) => honoContext(context).req.path)
  await expect(path(new Request('http://localhost'))).rejects.toThrow('did not come through @scopetree/hono')
})

test('a guard makes its plan when it is made', () => {
  expect(() => guard({ user: (() => 'john') as never })).toThrow('what it needs must be dependencies')
})

test('several challenges are several lines of the response', async () => {
  const app = new Hono().get('/', guard(security(currentUser, 'me')), (c) => c.text(''))
  app.onError(authErrors(fastapi))
  const answer = await app.request('/')
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
})

test("errors of Hono's own are answered as Hono does", async () => {
  const app = new Hono().get('/teapot', () => {
    throw new HTTPException(418, { message: 'short and stout' })
  })
  app.onError(authErrors())
  const answer = await app.request('/teapot')
  expect([answer.status, await answer.text()]).toEqual([418, 'short and stout'])
})

test('any other error is written to the console, and 500 without a word of it', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const error = new Error('secret')
  const app = new Hono().get('/', () => Promise.reject(error))
  app.onError(authErrors())
  const answer = await app.request('/')
  expect([answer.status, await answer.text()]).toEqual([500, 'Internal Server Error'])
  expect(log).toHaveBeenCalledExactlyOnceWith(error)
  log.mockRestore()
})

test('the headers of a guarded stream stay as they were', async () => {
  const closed = vi.fn<(error?: unknown) => void>()
  const resource = depends(({ defer }) => defer(closed))
  const app = new Hono().get('/', guard(resource), (c) => {
    c.header('link', '<a>; rel=next')
    c.header('set-cookie', 'a=1')
    c.header('set-cookie', 'b=2', { append: true })
    return c.body('text', 201)
  })
  const answer = await app.request('/')
  expect(closed).not.toHaveBeenCalled()
  expect([answer.status, answer.headers.get('link'), answer.headers.getSetCookie()]).toEqual([
    201,
    '<a>; rel=next',
    ['a=1', 'b=2'],
  ])
  expect(await answer.text()).toBe('text')
  expect(closed).toHaveBeenCalledExactlyOnceWith(undefined)
})

test('a body that nobody waits for is passed on as it is', async () => {
  const response = new Response('text')
  const app = new Hono().get('/', guard(currentUser), () => response)
  expect(await app.request('/', asJohn)).toBe(response)
})

test('a cleanup after a failed body learns of it', async () => {
  const closed = vi.fn<(error?: unknown) => void>()
  const error = new Error('the body broke')
  const app = new Hono().get('/', guard(depends(({ defer }) => defer(closed))), (c) =>
    c.body(new ReadableStream({ pull: () => Promise.reject(error) })),
  )
  await expect((await app.request('/')).text()).rejects.toThrow('the body broke')
  expect(closed).toHaveBeenCalledExactlyOnceWith(error)
})

describe('where a platform ends what is under way when the response is over', () => {
  const closed = vi.fn<() => void>()
  const slow = depends(({ defer }) => {
    defer(async () => {
      await setTimeout(10)
      closed()
    })
  })
  const waiting: Promise<unknown>[] = []
  const platform: ExecutionContext = {
    props: {},
    passThroughOnException: () => undefined,
    waitUntil: (promise) => void waiting.push(promise),
  }
  beforeEach(() => {
    waiting.length = 0
    closed.mockClear()
  })

  test('it is asked, with the response, to wait for cleanups', async () => {
    const app = new Hono().get('/', guard(slow), (c) => c.text('text'))
    const answer = await app.request('/', {}, {}, platform)
    expect(waiting).toHaveLength(1)
    await answer.text()
    expect(closed).not.toHaveBeenCalled()
    await Promise.all(waiting)
    expect(closed).toHaveBeenCalledOnce()
  })

  test('also for those of a body that is given up', async () => {
    const app = new Hono().get('/', guard(slow), (c) => c.body(new ReadableStream()))
    const answer = await app.request('/', {}, {}, platform)
    await answer.body?.cancel()
    await Promise.all(waiting)
    expect(closed).toHaveBeenCalledOnce()
  })

  test('it is asked for nothing where there are none', async () => {
    const app = new Hono().get('/', guard(currentUser), (c) => c.text('text'))
    await app.request('/', asJohn, {}, platform)
    expect(waiting).toEqual([])
  })
})

test('what is thrown and is no error is passed on, after the cleanup', async () => {
  const closed = vi.fn<(error?: unknown) => void>()
  const thrown: unknown = 'a text'
  const app = new Hono().get('/', guard(depends(({ defer }) => defer(closed))), () => {
    throw thrown
  })
  await expect(app.request('/')).rejects.toBe(thrown)
  expect(closed).toHaveBeenCalledExactlyOnceWith(thrown)
})

test('the error handler of a mounted application answers for it', async () => {
  const inner = new Hono().get('/x', guard(currentUser), (c) => c.text(''))
  inner.onError(authErrors(fastapi))
  const outer = new Hono().route('/inner', inner).get('/y', guard(currentUser), (c) => c.text(''))
  outer.onError(authErrors((error) => ({ status: error.status, headers: {}, body: 'outer' })))
  expect(await (await outer.request('/inner/x')).json()).toEqual({ detail: 'Not authenticated' })
  expect(await (await outer.request('/y')).json()).toBe('outer')
})

test('a guard that refuses leaves the headers of the middleware before it', async () => {
  const app = new Hono()
    .use(async (c, next) => {
      c.header('x-request-id', '7')
      await next()
      c.header('x-after', '8')
    })
    .get('/', guard(depends(() => Promise.reject(new HttpError(400, 'no')))), (c) => c.text(''))
  app.onError(authErrors())
  const { origin, close } = await listen(createAdaptorServer(app))
  const answer = await send(origin)
  await close()
  expect([answer.status, answer.lines('x-after')]).toEqual([400, ['8']])
})
