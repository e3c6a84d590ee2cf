import { authErrors, guard } from '@scopetree/express'
import express, { type RequestHandler } from 'express'
import { expressjwt } from 'express-jwt'
import { auth } from 'express-oauth2-jwt-bearer'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import type { KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { AUDIENCE, ISSUER, SECRET } from '../tokens/forge.js'
import { byHand, keyObject, verifierOf } from './by-hand.js'
import { currentUser } from './current-user.js'

/** A middleware that lets everybody pass: what the framework takes for any is not counted. */
const pass: RequestHandler = (_req, _res, next) => next()

/** Express with a route for everybody and one behind a middleware. */
function appWith(middleware: RequestHandler): Server {
  const app = express()
  // Express prints errors otherwise.
  app.set('env', 'test')
  const answer: RequestHandler = (_req, res) => void res.json({ status: 'ok' })
  app.get('/open', pass, answer)
  app.get('/me', middleware, answer)
  app.use(authErrors())
  return createServer(app)
}

async function handWritten(library: string): Promise<RequestHandler> {
  const judge = byHand(await verifierOf(library))
  return (req, res, next) => {
    const isGood = judge(req.headers.authorization)
    const goOn = (good: boolean): void => (good ? next() : void res.sendStatus(401))
    if (isGood instanceof Promise) void isGood.then(goOn)
    else goOn(isGood)
  }
}

function passportJwt(key: string | KeyObject): RequestHandler {
  const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken()
  // It hands on to jsonwebtoken whatever it is given, though its types name texts and buffers alone.
  const options = { jwtFromRequest, secretOrKey: key as string, algorithms: ['HS256' as const] }
  passport.use(new Strategy(options, (claims, done) => done(null, claims)))
  return passport.authenticate('jwt', { session: false }) as RequestHandler
}

const middlewares: Readonly<Record<string, () => RequestHandler | Promise<RequestHandler>>> = {
  nothing: () => pass,
  scopetree: () => guard(currentUser()),
  'scopetree, `tokenCache: false`': () => guard(currentUser(false)),
  'express-jwt': () => expressjwt({ secret: SECRET, algorithms: ['HS256'] }) as RequestHandler,
  'express-jwt, KeyObject': () => expressjwt({ secret: keyObject, algorithms: ['HS256'] }) as RequestHandler,
  'express-oauth2-jwt-bearer': () =>
    auth({ issuer: ISSUER, audience: AUDIENCE, secret: SECRET, tokenSigningAlg: 'HS256' }),
  'passport-jwt': () => passportJwt(SECRET),
  'passport-jwt, KeyObject': () => passportJwt(keyObject),
  'fast-jwt by hand': () => handWritten('fast-jwt'),
  'fast-jwt, cache, by hand': () => handWritten('fast-jwt, cache'),
}

export const names = Object.keys(middlewares)

export async function serverOf(name: string): Promise<Server> {
  const middleware = await middlewares[name]?.()
  if (middleware === undefined) throw new Error(`There is no "${name}" on Express`)
  return appWith(middleware)
}
