import { createAdaptorServer } from '@hono/node-server'
import { authErrors, guard } from '@scopetree/hono'
import { Hono, type MiddlewareHandler } from 'hono'
import { jwt } from 'hono/jwt'
import type { Server } from 'node:http'
import { importSecret, SECRET } from '../tokens/forge.js'
import { byHand, verifierOf } from './by-hand.js'
import { currentUser } from './current-user.js'

/** A middleware that lets everybody pass: what the framework takes for any is not counted. */
const pass: MiddlewareHandler = (_c, next) => next()

function appWith(middleware: MiddlewareHandler): Server {
  const app = new Hono()
  app.onError(authErrors())
  app.get('/open', pass, (c) => c.json({ status: 'ok' }))
  app.get('/me', middleware, (c) => c.json({ status: 'ok' }))
  return createAdaptorServer(app) as Server
}

async function handWritten(library: string): Promise<MiddlewareHandler> {
  const judge = byHand(await verifierOf(library))
  return async (c, next) => {
    const isGood = judge(c.req.header('authorization'))
    if (!(isGood instanceof Promise ? await isGood : isGood)) return c.body(null, 401)
    return next()
  }
}

const middlewares: Readonly<Record<string, () => MiddlewareHandler | Promise<MiddlewareHandler>>> = {
  nothing: () => pass,
  scopetree: () => guard({ user: currentUser() }) as MiddlewareHandler,
  'scopetree, `tokenCache: false`': () => guard({ user: currentUser(false) }) as MiddlewareHandler,
  'hono/jwt': () => jwt({ secret: SECRET, alg: 'HS256' }),
  'hono/jwt, CryptoKey': async () => jwt({ secret: await importSecret('verify'), alg: 'HS256' }),
  'fast-jwt by hand': () => handWritten('fast-jwt'),
  'fast-jwt, cache, by hand': () => handWritten('fast-jwt, cache'),
}

export const names = Object.keys(middlewares)

export async function serverOf(name: string): Promise<Server> {
  const middleware = await middlewares[name]?.()
  if (middleware === undefined) throw new Error(`There is no "${name}" on Hono`)
  return appWith(middleware)
}
