import { operation } from '@scopetree/core/openapi'
import { depends, httpBearer, optional, security, type Dependency } from '@scopetree/core/tree'
import { authErrors, expressPlatform, guard, routesOf } from '@scopetree/express'
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { expectTypeOf, test } from 'vitest'

interface User {
  name: string
}
const currentUser = httpBearer({ scopes: { me: 'Me.', items: 'Items.' } }, () => ({
  user: { name: 'x' } satisfies User,
}))
const db = depends(() => ({ query: (text: string) => text.length }))
const app = express()

test('values are in res.locals, parameters are inferred from the path', () => {
  app.get('/items/:id', guard({ user: currentUser, db }), (req, res) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
    expectTypeOf(res.locals.user).toEqualTypeOf<User>()
    expectTypeOf(res.locals.db.query('')).toEqualTypeOf<number>()
    // @ts-expect-error the path has no such parameter
    void req.params.nope
    res.json(res.locals.user)
  })
  app.post('/orders/:order/items/:item', guard({ user: optional(currentUser) }), express.json(), (req, res) => {
    expectTypeOf(req.params).toEqualTypeOf<{ order: string } & { item: string }>()
    expectTypeOf(res.locals.user).toEqualTypeOf<User | null>()
    // @ts-expect-error nobody may be logged in
    res.json(res.locals.user.name)
  })
})

test('a value is not any, and what no guard gives is none of it', () => {
  app.get('/', guard({ user: currentUser }), (req, res) => {
    expectTypeOf(res.locals.user).not.toBeAny()
    expectTypeOf(res.locals.user.name).toEqualTypeOf<string>()
    // @ts-expect-error a user has no such property
    void res.locals.user.nmae
  })
})

test('a lone dependency only checks', () => {
  app.get('/items/:id', guard(currentUser), (req, res) => {
    expectTypeOf(req.params.id).toEqualTypeOf<string>()
    res.sendStatus(204)
  })
  app.get('/both', guard(currentUser), guard({ user: currentUser }), (req, res) => {
    expectTypeOf(res.locals.user).toEqualTypeOf<User>()
    res.sendStatus(204)
  })
})

test('a guard stands wherever middleware does', () => {
  expectTypeOf(guard(currentUser)).toExtend<RequestHandler>()
  app.use(guard({ user: currentUser }))
  app.use('/admin', guard(security(currentUser, 'items')), Router())
  Router()
    .use(guard(currentUser))
    .route('/x')
    .all(guard(currentUser))
    .get((req, res) => res.end())
  app.use(authErrors())
  // A handler that says what it sends, and what it takes.
  app.get('/typed', guard({ user: currentUser }), (req: Request, res: Response<User, { user: User }>) => {
    res.json(res.locals.user)
  })
})

test('a dependency is no middleware', () => {
  expectTypeOf(currentUser).not.toExtend<RequestHandler>()
  expectTypeOf(currentUser).not.toExtend<ErrorRequestHandler>()
  // @ts-expect-error it wants a guard around it
  app.use(currentUser)
  // @ts-expect-error it wants a guard around it
  app.use('/admin', currentUser, Router())
  // @ts-expect-error it wants a guard around it
  app.get('/x', currentUser, (req, res) => res.end())
})

test('what a route says of itself is said through its guard, and costs no type', () => {
  app.get('/items/:id', operation({ summary: 'One item' }, guard({ user: currentUser })), (req, res) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
    expectTypeOf(res.locals.user).toEqualTypeOf<User>()
    res.json(res.locals.user)
  })
})

test('what a handler wants of another guard does not compile', () => {
  expectTypeOf(guard({ user: currentUser }))
    .parameter(1)
    .not.toExtend<Response<User, { user: number }>>()
  // @ts-expect-error this guard gives no number
  app.get('/typed', guard({ user: currentUser }), (req: Request, res: Response<User, { user: number }>) => {
    res.end()
  })
  // @ts-expect-error a function is no dependency
  guard(() => 'x')
  // @ts-expect-error a misspelt scope
  guard(security(currentUser, 'itmes'))
})

test('the platform and the routes are typed', () => {
  expectTypeOf(depends((context) => expressPlatform(context).req.ip)).toEqualTypeOf<Dependency<string | undefined>>()
  routesOf(app)
  routesOf(Router(), '/users')
  // @ts-expect-error no router
  routesOf({})
})
