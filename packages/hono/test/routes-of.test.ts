import { assertGuarded } from '@scopetree/core'
import { httpBearer } from '@scopetree/core/tree'
import { authErrors, guard, routesOf } from '@scopetree/hono'
import { Hono, type Context, type Next } from 'hono'
import { validator } from 'hono/validator'
import { expect, test } from 'vitest'

const currentUser = httpBearer({}, () => ({ user: 'x' }))
const ok = (c: Context): Response => c.text('ok')
const pass = (_: Context, next: Next): Promise<void> => next()
const anything = validator('query', (value) => value)

/** Each route as one line, with an asterisk where something guards it. */
function linesOf(app: Hono): string[] {
  return routesOf(app).map(({ method, path, guard }) => `${method} ${path}${guard ? ' *' : ''}`)
}

test('routes, by method, without the middleware between', () => {
  const app = new Hono()
  app.use(pass)
  app.get('/a', ok)
  app.post('/a', guard(currentUser), anything, ok)
  app.all('/b', guard(currentUser), ok)
  app.on(['PUT', 'PATCH'], '/c', guard(currentUser), ok)
  app.get('/d', guard(currentUser), pass)
  expect(linesOf(app)).toEqual(['GET /a', 'POST /a *', 'ALL /b *', 'PUT /c *', 'PATCH /c *', 'GET /d *'])
})

test('mounted applications, also with an error handler of their own', () => {
  const users = new Hono().get('/', ok).get('/:id', guard(currentUser), ok)
  const admin = new Hono().use(guard(currentUser)).get('/x', ok).onError(authErrors())
  const twice = new Hono().route('/deep', admin).onError(authErrors())
  const app = new Hono().route('/users', users).route('/admin', twice).basePath('/v1').get('/x', ok)
  expect(linesOf(app)).toEqual(['GET /users', 'GET /users/:id *', 'GET /admin/deep/x *', 'GET /v1/x'])
})

test('a guard is for what comes after it, of its method', () => {
  const app = new Hono().get('/a', ok).use(guard(currentUser)).get('/b', ok)
  expect(linesOf(app)).toEqual(['GET /a', 'GET /b *'])
  const other = new Hono()
  other.get('/c', guard(currentUser), pass)
  other.post('/c', ok)
  expect(linesOf(other)).toEqual(['GET /c *', 'POST /c'])
})

test('the first handler of a route is the one that answers', () => {
  const app = new Hono().get('/a', ok)
  app.get('/a', guard(currentUser), ok)
  expect(linesOf(app)).toEqual(['GET /a'])
})

test.each([
  ['*', '/a', true],
  ['/admin/*', '/admin/users', true],
  ['/admin/*', '/admin/users/:id', true],
  ['/admin/*', '/admin', true],
  ['/admin/*', '/administration', false],
  ['/admin', '/admin/users', false],
  ['/:tenant/*', '/acme/users', true],
  ['/:tenant/*', '/:id/users', true],
  ['/*/users', '/:id/users', true],
  ['/users/me', '/users/:id', false],
  ['/users/:id', '/users/me', true],
  ['/users/:id', '/users/*', false],
  ['/users/*', '/users/*', true],
  ['/users/:id', '/users/:id?', false],
  ['/users/:id?', '/users/:id?', true],
  ['/users/*', '/users/:id?', true],
  ['/:id{[0-9]+}', '/:id', false],
  ['/:id{[0-9]+}', '/:id{[0-9]+}', true],
  ['/:id', '/:path{.+}', false],
  ['/:id', '/', false],
  ['/*', '/:path{.+}', true],
])('a guard under %s: does it guard %s?', (pattern, path, expected) => {
  const app = new Hono().use(pattern, guard(currentUser))
  app.get(path, ok)
  expect(routesOf(app)[0]?.guard !== undefined).toBe(expected)
})

test('assertGuarded names every open route', () => {
  const app = new Hono().post('/token', ok).get('/a', guard(currentUser), ok).get('/b/:id', ok)
  expect(() => assertGuarded(routesOf(app), { except: ['/token'] })).toThrow(
    '1 of 3 routes let requests without credentials in:\n  GET /b/:id',
  )
  assertGuarded(routesOf(app), { except: ['/token', '/b/:id'] })
})
