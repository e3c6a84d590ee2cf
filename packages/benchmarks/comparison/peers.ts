import fastifyJwt from '@fastify/jwt'
import { createAdaptorServer } from '@hono/node-server'
import {
  anyOf,
  apiKey,
  getCurrentUser,
  hs256,
  oauth2PasswordBearer,
  optional,
  security,
  UnauthenticatedError,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/express'
import express, { type RequestHandler } from 'express'
import { expressjwt } from 'express-jwt'
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer'
import { createVerifier } from 'fast-jwt'
import Fastify from 'fastify'
import { Hono, type MiddlewareHandler } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { some } from 'hono/combine'
import { jwt } from 'hono/jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { createServer, type Server } from 'node:http'
import { Passport, Strategy as PassportStrategy } from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import { AUDIENCE, ISSUER, SECRET } from './tokens.js'

/** The second takes only tokens of the type `at+jwt`. */
export type Verifying = 'plain' | 'typed'

/** A route behind each library, set up as its documentation says; and what the library is asked for beyond that. */
export type Route =
  | Verifying
  /** Lets anonymous requests pass. */
  | 'optional'
  /** Wants the scope `items`. */
  | 'scoped'
  /** Takes a token, or the key `k` in the header `x-api-key`. */
  | 'either'

/** `undefined` stands for a route that neither the documentation nor the types of a library offer. */
export interface Peer {
  readonly name: string
  /** What is installed for it, the framework apart. */
  readonly packages: readonly string[]
  /** What a program imports that verifies tokens. */
  readonly program: string
  /** Of a library that answers requests. */
  readonly serve?: (route: Route, secret?: string) => Server | undefined | Promise<Server>
  /** Of one that only verifies tokens. */
  readonly verify?: (route: Verifying, secret?: string) => ((token: string) => unknown) | undefined
}

const demanded = { issuer: ISSUER, audience: AUDIENCE }
const algorithms = ['HS256' as const]

function onExpress(...middlewares: RequestHandler[]): Server {
  const app = express()
  // Express prints errors otherwise.
  app.set('env', 'test')
  app.get('/', ...middlewares, (_req, res) => void res.json({ status: 'ok' }))
  app.use(authErrors())
  return createServer(app)
}

function scopetree(route: Route, secret = SECRET): Server {
  const config = { ...demanded, key: hs256(secret), scopes: { me: '', items: '' } }
  const user = oauth2PasswordBearer({ tokenUrl: 'token', scopes: config.scopes }, (token) =>
    getCurrentUser(config, token),
  )
  const key = apiKey({ in: 'header', key: 'x-api-key' }, (given) => {
    if (given !== 'k') throw new UnauthenticatedError()
    return { user: given, scopes: [] }
  })
  const trees = {
    plain: user,
    typed: user,
    optional: optional(user),
    scoped: security(user, 'items'),
    either: anyOf(user, key),
  }
  return onExpress(guard(trees[route]))
}

function expressOauth2JwtBearer(route: Route, secret = SECRET): Server | undefined {
  if (route === 'either') return undefined
  const options = { ...demanded, secret, tokenSigningAlg: 'HS256' }
  const bearer = auth({ ...options, strict: route === 'typed', authRequired: route !== 'optional' })
  return route === 'scoped' ? onExpress(bearer, requiredScopes('items')) : onExpress(bearer)
}

function expressJwt(route: Route, secret = SECRET): Server | undefined {
  if (route !== 'plain' && route !== 'optional') return undefined
  return onExpress(
    expressjwt({ ...demanded, secret, algorithms, credentialsRequired: route !== 'optional' }) as RequestHandler,
  )
}

class KeyStrategy extends PassportStrategy {
  override readonly name = 'key'
  override authenticate(request: express.Request): void {
    if (request.headers['x-api-key'] === 'k') this.success({})
    else this.fail('ApiKey')
  }
}

function passportJwt(route: Route, secret = SECRET): Server | undefined {
  if (route !== 'plain' && route !== 'either') return undefined
  const passport = new Passport()
  const options = { ...demanded, jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: secret }
  passport.use(new Strategy({ ...options, algorithms: [...algorithms] }, (claims, done) => done(null, claims)))
  passport.use(new KeyStrategy())
  const strategies = route === 'either' ? ['jwt', 'key'] : ['jwt']
  return onExpress(passport.authenticate(strategies, { session: false }) as RequestHandler)
}

function honoJwt(route: Route, secret = SECRET): Server | undefined {
  if (route === 'optional' || route === 'scoped') return undefined
  const typ = route === 'typed' ? { typ: 'at+jwt' } : {}
  const bearer = jwt({ secret, alg: 'HS256', verification: { iss: ISSUER, aud: AUDIENCE, ...typ } })
  const key = bearerAuth({ token: 'k', headerName: 'x-api-key', prefix: '' })
  // What the last of them answers is what clients get.
  const middleware: MiddlewareHandler = route === 'either' ? some(key, bearer) : bearer
  const app = new Hono().get('/', middleware, (c) => c.json({ status: 'ok' }))
  return createAdaptorServer(app) as Server
}

async function fastify(route: Verifying, secret = SECRET): Promise<Server> {
  const app = Fastify()
  const checkTyp = route === 'typed' ? { checkTyp: 'at+jwt' } : {}
  await app.register(fastifyJwt, {
    secret,
    verify: { algorithms, allowedIss: ISSUER, allowedAud: AUDIENCE, ...checkTyp },
  })
  app.get('/', { onRequest: (request) => request.jwtVerify() }, async () => ({ status: 'ok' }))
  await app.ready()
  return app.server
}

function fastJwt(route: Verifying, secret = SECRET): (token: string) => unknown {
  const checkTyp = route === 'typed' ? { checkTyp: 'at+jwt' } : {}
  return createVerifier({ key: secret, algorithms, allowedIss: ISSUER, allowedAud: AUDIENCE, ...checkTyp })
}

export const peers: readonly Peer[] = [
  {
    name: 'scopetree',
    packages: ['@scopetree/core', '@scopetree/express'],
    program: `export { getCurrentUser, hs256, oauth2PasswordBearer, run } from '@scopetree/core'`,
    serve: scopetree,
  },
  {
    name: 'express-oauth2-jwt-bearer',
    packages: ['express-oauth2-jwt-bearer'],
    program: `export { auth } from 'express-oauth2-jwt-bearer'`,
    serve: expressOauth2JwtBearer,
  },
  {
    name: 'express-jwt',
    packages: ['express-jwt'],
    program: `export { expressjwt } from 'express-jwt'`,
    serve: expressJwt,
  },
  {
    name: 'passport-jwt',
    packages: ['passport', 'passport-jwt'],
    program: `export * as passport from 'passport'; export * as jwt from 'passport-jwt'`,
    serve: passportJwt,
  },
  {
    name: 'hono/jwt',
    packages: [],
    program: `export { jwt } from 'hono/jwt'`,
    serve: honoJwt,
  },
  {
    name: '@fastify/jwt',
    packages: ['@fastify/jwt'],
    program: `export { default } from '@fastify/jwt'`,
    serve: (route, secret) => (route === 'plain' || route === 'typed' ? fastify(route, secret) : undefined),
  },
  {
    name: 'fast-jwt',
    packages: ['fast-jwt'],
    program: `export { createVerifier } from 'fast-jwt'`,
    verify: fastJwt,
  },
  {
    name: 'jsonwebtoken',
    packages: ['jsonwebtoken'],
    program: `export * as jsonwebtoken from 'jsonwebtoken'`,
    verify: (route, secret = SECRET) =>
      route === 'typed' ? undefined : (token) => jsonwebtoken.verify(token, secret, { ...demanded, algorithms }),
  },
  {
    name: 'jose',
    packages: ['jose'],
    program: `export { jwtVerify } from 'jose'`,
    verify: (route, secret = SECRET) => {
      const typ = route === 'typed' ? { typ: 'at+jwt' } : {}
      return (token) => jwtVerify(token, new TextEncoder().encode(secret), { ...demanded, algorithms, ...typ })
    },
  },
]
