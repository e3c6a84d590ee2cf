import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen, send, type Running } from '@scopetree/contract'
import { depends, fastapi, HttpError, httpBearer, security } from '@scopetree/core'
import { authErrors, expressPlatform, guard } from '@scopetree/express'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import { afterEach, expect, test, vi } from 'vitest'

let running: Running | undefined
afterEach(() => running?.close())

async function serve(app: Express): Promise<string> {
  app.set('env', 'test')
  running = await listen(createServer(app))
  return running.origin
}

const currentUser = httpBearer({ scopes: { me: 'Me.' } }, (token) => ({ user: token, scopes: ['me'] }))
const asJohn = { headers: { authorization: 'Bearer john' } }

test('a dependency whose value is at hand costs no turn of the event loop', () => {
  const next = vi.fn<() => void>()
  const req: Partial<IncomingMessage> = { headers: asJohn.headers, rawHeaders: [] }
  const res: Partial<ServerResponse> & { locals: object } = { locals: {} }
  // What a guard reads of a request and of a response.
  void guard({ user: currentUser })(req as IncomingMessage, res as Response<unknown, { user: string }>, next)
  expect(next).toHaveBeenCalledOnce()
  expect(res.locals).toEqual({ user: 'john' })
})

test('a lone dependency leaves res.locals alone', async () => {
  const app = express()
  app.get('/', guard(currentUser), (req, res) => void res.json(res.locals))
  expect(await send(await serve(app), asJohn)).toMatchObject({ status: 200, body: '{}' })
})

test.each([
  ['of a router', (app: Express, handler: RequestHandler) => app.use('/x', handler)],
  ['of a route', (app: Express, handler: RequestHandler) => app.get('/x', handler)],
])('a dependency as middleware %s is a mistake that is told, where it would never call next', async (_, add) => {
  const errors: unknown[] = []
  const app = express()
  // @ts-expect-error for JavaScript: it is no middleware
  const handler: RequestHandler = currentUser
  add(app, handler)
  app.get('/x', (req, res) => void res.json('accepted'))
  const onError: ErrorRequestHandler = (error, req, res, next) => {
    errors.push(error)
    next(error)
  }
  const origin = await serve(app.use(authErrors(), onError))
  expect(await send(`${origin}/x`, asJohn)).toMatchObject({ status: 500 })
  expect(errors).toEqual([new TypeError('HTTPBearer is a dependency, not a middleware: put guard() around it')])
})

test('what was decided by a parameter is decided again by that of a nested router', async () => {
  const own = depends(currentUser, (user, { request }) => {
    if (request.param('id') !== '1') throw new HttpError(403, 'Not yours')
  })
  const teams = express.Router().get('/teams/:id', guard(own), (req, res) => void res.json(req.params.id))
  const app = express().use('/companies/:id', guard(own), teams).use(authErrors())
  const origin = await serve(app)
  expect(await send(`${origin}/companies/1/teams/1`, asJohn)).toMatchObject({ status: 200, body: '"1"' })
  expect(await send(`${origin}/companies/1/teams/2`, asJohn)).toMatchObject({ status: 403 })
})

test('a guard adds to what res.locals has', async () => {
  const app = express()
  app.use((req, res, next) => {
    res.locals['id'] = 7
    next()
  })
  app.use(guard({ admin: currentUser }))
  app.get('/', guard({ user: currentUser }), (req, res) => void res.json(res.locals))
  expect((await send(await serve(app), asJohn)).body).toBe('{"id":7,"admin":"john","user":"john"}')
})

test('a dependency that is called in the handler has been resolved already', async () => {
  const made = vi.fn<() => number>(() => 1)
  const counted = depends(made)
  const app = express()
  app.get('/', guard(counted), async (req, res) => void res.json(await counted(req)))
  expect((await send(await serve(app))).body).toBe('1')
  expect(made).toHaveBeenCalledOnce()
})

test('a dependency reads parameters in mounted routers, also merged ones, and the whole URL', async () => {
  const seen = depends(({ request }) => [request.param('user'), request.param('id'), request.url])
  const router = express.Router({ mergeParams: true })
  router.get('/items/:id', guard({ seen }), (req, res) => void res.json(res.locals.seen))
  const app = express().use('/users/:user', router)
  expect((await send(`${await serve(app)}/users/a%2Fb/items/7?q=1`)).body).toBe(
    '["a/b","7","/users/a%2Fb/items/7?q=1"]',
  )
})

test('a wildcard parameter is one text', async () => {
  const path = depends(({ request }) => request.param('path'))
  const app = express()
  app.get('/files/*path', guard({ path }), (req, res) => void res.json(res.locals.path))
  expect((await send(`${await serve(app)}/files/a/b.txt`)).body).toBe('"a/b.txt"')
})

test("a dependency reaches Express's own request", async () => {
  const host = depends((context) => expressPlatform(context).req.hostname)
  const app = express()
  app.get('/', guard({ host }), (req, res) => void res.json(res.locals.host))
  expect((await send(await serve(app))).body).toBe('"127.0.0.1"')
})

test('elsewhere there is no platform of ours', async () => {
  const host = depends((context) => expressPlatform(context).req.hostname)
  await expect(host(new Request('http://localhost'))).rejects.toThrow('did not come through @scopetree/express')
})

test('a guard makes its plan when it is made', () => {
  expect(() => guard({ user: (() => 'john') as never })).toThrow('what it needs must be dependencies')
})

test('an error after the head of a response goes on to Express, which cuts the response off', async () => {
  const seen: unknown[] = []
  const app = express()
  app.get('/', guard(currentUser), (req, res) => {
    res.write('half')
    throw new HttpError(400, 'too late')
  })
  app.use(authErrors())
  const last: ErrorRequestHandler = (error, req, res, next) => {
    seen.push(error)
    next(error)
  }
  app.use(last)
  await expect(send(await serve(app), asJohn)).rejects.toThrow('aborted')
  expect(seen).toEqual([expect.objectContaining({ status: 400 })])
})

test("an application's error handler before ours sees the error as it was thrown", async () => {
  const app = express()
  app.get('/', guard(security(currentUser, 'me')), (req, res) => void res.end())
  const own: ErrorRequestHandler = (error: { code?: string }, req, res, next) => {
    res.setHeader('x-code', error.code ?? '')
    next(error)
  }
  app.use(own, authErrors(fastapi))
  const answer = await send(await serve(app))
  expect([answer.status, answer.lines('x-code'), answer.lines('www-authenticate')]).toEqual([
    401,
    ['unauthenticated'],
    ['Bearer'],
  ])
})

test('an error handler that is not made is a mistake, not a request that hangs', async () => {
  const printed = vi.fn<ErrorRequestHandler>(
    (error: unknown, _req, res, _next) => void res.status(500).send(String(error)),
  )
  const app = express().use(authErrors as never, printed)
  const response = await fetch(await serve(app))
  expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('app.use(authErrors())')])
})
