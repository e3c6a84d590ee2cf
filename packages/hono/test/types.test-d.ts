import { depends, httpBearer, optional, security } from '@scopetree/core/tree'
import { authErrors, guard, honoContext, routesOf } from '@scopetree/hono'
import { Hono, type Handler, type MiddlewareHandler } from 'hono'
import { hc } from 'hono/client'
import { validator } from 'hono/validator'
import { expectTypeOf, test } from 'vitest'

interface User {
  name: string
}
const currentUser = httpBearer({ scopes: { me: 'Me.', items: 'Items.' } }, () => ({
  user: { name: 'x' } satisfies User,
}))
const db = depends(() => ({ query: (text: string) => text.length }))

const app = new Hono()
  .get('/items/:id', guard({ user: security(currentUser, 'items'), db }), (c) => {
    expectTypeOf(c.var.user).toEqualTypeOf<User>()
    expectTypeOf(c.var.db.query('')).toEqualTypeOf<number>()
    expectTypeOf(c.get('user')).toEqualTypeOf<User>()
    expectTypeOf(c.req.param('id')).toEqualTypeOf<string>()
    // @ts-expect-error no guard gives it
    void c.var.nope
    return c.json({ id: c.req.param('id'), owner: c.var.user.name }, 200)
  })
  .post(
    '/items',
    guard({ user: currentUser }),
    guard({ maybe: optional(currentUser) }),
    validator('json', (value: { count: number }) => value),
    (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User>()
      expectTypeOf(c.var.maybe).toEqualTypeOf<User | null>()
      expectTypeOf(c.req.valid('json')).toEqualTypeOf<{ count: number }>()
      return c.json({ count: c.req.valid('json').count }, 201)
    },
  )
  .get('/status', guard(currentUser), (c) => {
    // @ts-expect-error a lone dependency only checks
    void c.var.user
    return c.json({ status: 'ok' })
  })

test('a value is not any', () => {
  app.get('/', guard({ user: currentUser }), (c) => {
    expectTypeOf(c.var.user).not.toBeAny()
    // @ts-expect-error a user has no such property
    return c.json(c.var.user.nmae)
  })
})

test('the client knows what routes take and answer', async () => {
  const client = hc<typeof app>('http://localhost')
  const item = await client.items[':id'].$get({ param: { id: '1' } })
  expectTypeOf(await item.json()).toEqualTypeOf<{ id: string; owner: string }>()
  const made = await client.items.$post({ json: { count: 1 } })
  expectTypeOf(await made.json()).toEqualTypeOf<{ count: number }>()
  expectTypeOf(await (await client.status.$get()).json()).toEqualTypeOf<{ status: string }>()
  // @ts-expect-error the route wants JSON
  void client.items.$post({})
  // @ts-expect-error there is no such route
  void client.nope
})

test('a guard stands wherever middleware does', () => {
  const admin = new Hono().use('/admin/*', guard({ user: currentUser })).get('/admin/x', (c) => {
    expectTypeOf(c.var.user).toEqualTypeOf<User>()
    return c.text('')
  })
  new Hono().use(guard(currentUser)).route('/', admin).onError(authErrors())
  new Hono<{ Bindings: { DB: string }; Variables: { requestId: string } }>().get(
    '/',
    guard({ user: currentUser }),
    (c) => {
      expectTypeOf(c.env.DB).toEqualTypeOf<string>()
      expectTypeOf(c.var.requestId).toEqualTypeOf<string>()
      expectTypeOf(c.var.user).toEqualTypeOf<User>()
      return c.text('')
    },
  )
})

test('a dependency is no middleware', () => {
  expectTypeOf(currentUser).not.toExtend<Handler>()
  expectTypeOf(currentUser).not.toExtend<MiddlewareHandler>()
  // @ts-expect-error it wants a guard around it
  new Hono().use(currentUser)
  // @ts-expect-error it wants a guard around it
  new Hono().get('/x', currentUser, (c) => c.text(''))
})

test('what is no dependency does not compile', () => {
  expectTypeOf(guard).parameter(0).not.toBeAny()
  // @ts-expect-error a function is no dependency
  guard(() => 'x')
  // @ts-expect-error a misspelt scope
  guard(security(currentUser, 'itmes'))
})

test('the platform and the routes are typed', () => {
  depends((context) => {
    expectTypeOf(honoContext<{ Bindings: { DB: string } }>(context).env.DB).toEqualTypeOf<string>()
    expectTypeOf(honoContext(context).req.param()).not.toBeAny()
  })
  routesOf(app)
  // @ts-expect-error no application
  routesOf({})
})
