import { METHODS } from 'node:http'
import { assertGuarded, openapi } from '@scopetree/core'
import { depends, explain, httpBearer, optional, security } from '@scopetree/core/tree'
import { guard, routesOf } from '@scopetree/express'
import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'

const currentUser = httpBearer({ scopes: { me: 'Me.', items: 'Items.' } }, () => ({ user: 'x' }))
const ok = (): void => undefined

/** Each route as one line, with an asterisk where something guards it. */
function linesOf(...args: Parameters<typeof routesOf>): string[] {
  return routesOf(...args).map(({ method, path, guard }) => `${method} ${path}${guard ? ' *' : ''}`)
}

test('routes, by method, with all their paths', () => {
  const app = express()
  app.get('/a', ok)
  app.post('/a', guard(currentUser), ok)
  app.all('/b', guard(currentUser), ok)
  app.get(['/c', '/d'], guard(currentUser), express.json(), ok)
  app.get(/^\/e/, ok)
  app.route('/f').get(ok).put(guard(currentUser), ok)
  expect(linesOf(app)).toEqual([
    'GET /a',
    'POST /a *',
    'ALL /b *',
    'GET /c *',
    'GET /d *',
    'GET /^\\/e/',
    'GET /f',
    'PUT /f *',
  ])
})

test('a guard for all methods of a path guards each', () => {
  const router = Router()
  router.route('/x').all(guard(currentUser)).get(ok).post(ok)
  expect(linesOf(router)).toEqual(['GET /x *', 'POST /x *'])
})

describe('beside handlers for methods, a handler for all', () => {
  const guarded = guard(currentUser)
  const pass: RequestHandler = (_req, _res, next) => next()
  const mend: ErrorRequestHandler = (_error, _req, _res, next) => next()
  const route = () => {
    const router = Router()
    return { router, x: router.route('/x') }
  }

  test.each([
    ['next', pass],
    ['an error', mend],
  ])('that takes %s is middleware and no route', (_, handler) => {
    const { router, x } = route()
    x.all(handler).get(guarded, ok)
    expect(linesOf(router)).toEqual(['GET /x *'])
    assertGuarded(routesOf(router))
  })

  test('that answers is the route of the other methods, and comes after theirs', () => {
    const { router, x } = route()
    x.all(pass).get(guarded, ok).all(ok)
    expect(linesOf(router)).toEqual(['GET /x *', 'ALL /x'])
    const { paths } = openapi({ info: { title: '', version: '' }, routes: routesOf(router) })
    const secured = Object.entries(paths['/x'] ?? {}).filter(([, { security }]) => security)
    expect(secured.map(([method]) => method)).toEqual(['get'])
  })

  test('that answers before them is what answers, and their guards guard nothing', () => {
    const { router, x } = route()
    x.all(ok).get(guarded, ok).all(guarded)
    expect(linesOf(router)).toEqual(['ALL /x'])
  })

  test('guards only what is registered after it', () => {
    const { router, x } = route()
    x.get(ok).all(guarded).post(ok).all(ok)
    expect(linesOf(router)).toEqual(['GET /x', 'POST /x *', 'ALL /x *'])
  })

  test('has to be there for it to be middleware: one that stands alone may answer, whatever it takes', () => {
    const { router, x } = route()
    x.all(pass, guarded, pass)
    expect(linesOf(router)).toEqual(['ALL /x *'])
  })
})

test('a route of every method is one for all only where all are alike', () => {
  const guarded = guard(currentUser)
  const router = Router()
  const [open, longer] = [router.route('/open'), router.route('/longer')]
  for (const method of METHODS.map((name) => name.toLowerCase())) {
    // What `app.all` does, but for one method.
    const register = method as 'get'
    open[register](method === 'put' ? ok : guarded, ok)
    longer[register](...(method === 'put' ? [guarded] : []), ok)
  }
  const lines = linesOf(router)
  expect(lines).toEqual(expect.arrayContaining(['PUT /open', 'GET /open *', 'PUT /longer *', 'GET /longer']))
  expect(lines).toHaveLength(2 * METHODS.length)
})

test('mounted routers, with the guards that they are behind', () => {
  const users = Router().get('/', ok).get('/:id', ok)
  const open = Router().get('/health', ok)
  const api = Router().use('/users', guard(currentUser), users).use('/open', open)
  api.use('/late', guard(currentUser))
  const app = express().use('/api', api).use(open)
  expect(linesOf(app)).toEqual(['GET /api/users *', 'GET /api/users/:id *', 'GET /api/open/health', 'GET /health'])
  expect(linesOf(users, '/users')).toEqual(['GET /users', 'GET /users/:id'])
})

test("a router's own guard is for what comes after it", () => {
  const router = Router().get('/before', ok).use(guard(currentUser)).get('/after', ok)
  expect(linesOf(express().use('/r', router))).toEqual(['GET /r/before', 'GET /r/after *'])
})

test.each([
  ['/admin', '/admin/users', true],
  ['/admin', '/admin', true],
  ['/admin', '/administration', false],
  ['/:tenant', '/:id/users', true],
  ['/:tenant', '/acme', true],
  ['/users/me', '/users/:id', false],
  ['/users/:id', '/users/me', true],
  ['/:a/:b', '/x{/:y}', false],
  ['/:a', '/x{/:y}', true],
  ['/:a', '/{*rest}', false],
  ['/', '/{*rest}', true],
  ['/:a', '/*rest', false],
  ['/a', '/a{b}', false],
  ['/\\:id', '/:id', false],
  [['/a', '/b'], '/b/c', true],
  [['/a', '/b'], '/c', false],
  [/^\/admin/, '/admin', false],
])('a guard under %s: does it guard %s?', (path, route, expected) => {
  const app = express()
  app.use(path, guard(currentUser))
  app.get(route, ok)
  expect(routesOf(app)[0]?.guard !== undefined).toBe(expected)
})

test('a route by a regular expression is guarded by what guards everything', () => {
  const app = express().use('/a', guard(currentUser))
  app.get(/^\/a/, ok)
  app.use(guard(currentUser))
  app.get(/^\/b/, ok)
  expect(linesOf(app)).toEqual(['GET /^\\/a/', 'GET /^\\/b/ *'])
})

test('several guards are one tree, with the scopes of each', () => {
  const app = express().use(guard(security(currentUser, 'me')))
  app.get('/items', guard({ user: security(currentUser, 'items') }), ok)
  const [route] = routesOf(app)
  expect(explain(route?.guard ?? currentUser)).toMatch(/items me|me items/)
})

test('a mounted application shows as one route', () => {
  const app = express().use('/legacy', express().get('/x', ok)).use(guard(currentUser)).use('/new', express())
  expect(linesOf(app)).toEqual(['ALL /legacy/{*path}', 'ALL /new/{*path} *'])
})

test('where Express does not keep mount paths, an ellipsis stands for them', () => {
  const router = Router().get('/x', ok)
  const app = express().use('/r', router).use(Router().get('/y', ok))
  for (const layer of app.router.stack) Reflect.deleteProperty(layer, 'rawPath')
  expect(linesOf(app)).toEqual(['GET …/x', 'GET /y'])
})

test('assertGuarded names every open route', () => {
  const app = express()
  app.post('/token', ok)
  app.get('/a', guard(currentUser), ok)
  app.get('/b', ok)
  app.get('/c', guard({ user: optional(currentUser) }), ok)
  app.get('/d', guard(depends(() => 'no scheme')), ok)
  expect(() => assertGuarded(routesOf(app), { except: ['POST /token'] })).toThrow(
    [
      '3 of 5 routes let requests without credentials in:',
      '  GET /b',
      '  GET /c (its guard demands none)',
      '  GET /d (its guard demands none)',
    ].join('\n'),
  )
  assertGuarded(routesOf(app), { except: ['/token', '/b', 'GET /c', 'GET /d'] })
})

test('what is no application is an error', () => {
  expect(() => routesOf({ router: {} })).toThrow('no Express application or router')
})

test.each([
  [
    'application',
    {
      lazyrouter: ok,
      get router(): never {
        throw new Error("'app.router' is deprecated!")
      },
    },
  ],
  [
    'router',
    { stack: [{ handle: ok, path: undefined, keys: [], regexp: /^\/x\/?$/i, route: { path: '/x', stack: [] } }] },
  ],
])('of Express 4 an %s is none that could be read', (_, app) => {
  expect(() => routesOf(app)).toThrow(new TypeError('Express 5 is needed: this application or router is of Express 4'))
})

test('a guard of one segment covers no wildcard, which passes several and empty ones', () => {
  const app = express()
  app.use(['/raw/:id/raw', '/raw/:id/:of/raw', '/files/:id', '/t/:id'], guard(currentUser))
  app.get('/raw/*path/raw', ok)
  app.get('/files/*path', ok)
  app.use('/t', Router().get('/*path', ok))
  app.use('/all', guard(currentUser))
  app.get('/all/*path', ok)
  expect(linesOf(app)).toEqual(['GET /raw/*path/raw', 'GET /files/*path', 'GET /t/*path', 'GET /all/*path *'])
})

test('a guard behind the handler that answers guards nothing', () => {
  const app = express()
  const answer: RequestHandler = (_req, res) => void res.end()
  app.get('/late', answer, guard(currentUser))
  app.get('/early', guard(currentUser), answer)
  expect(linesOf(app)).toEqual(['GET /late', 'GET /early *'])
})
