import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyDependency, Needs, ValueOf } from '@scopetree/core'
import { guarded, isPromise, resolve } from '@scopetree/core/adapter'
import { whenOver } from '@scopetree/node/adapter'
import { failureOf } from './failures.js'

/** What a guard puts into `res.locals`: the values of a record, under their names. */
export type Locals<N extends Needs> = N extends AnyDependency ? object : ValueOf<N>

/**
 * Mentions what it needs of `req` and `res` and nothing else, so that Express infers `req.params` from the path and
 * `res.locals` from the guard.
 */
export type GuardMiddleware<N extends Needs> = (
  req: IncomingMessage,
  res: ServerResponse & { locals: Locals<N> },
  next: (error?: unknown) => void,
) => void | Promise<void>

/**
 * Middleware that lets only those requests on which a dependency, or every one of a record, accepts.
 *
 * The values of a record are in `res.locals`, typed in the handlers behind it; a lone dependency only checks. What they
 * deferred runs when the response is over, also when the client hung up before that, and learns of an error that
 * reached `authErrors`.
 *
 * @throws {TypeError} something in `needs` is no dependency, nothing is in it, or its alternatives have too many
 * combinations of scopes
 * @example
 * app.get('/items/:id', guard({ user: activeUser }), (req, res) => res.json([req.params.id, res.locals.user.username]))
 */
export function guard<N extends Needs>(needs: N): GuardMiddleware<N> {
  return guarded(needs, ({ dependency, named }): GuardMiddleware<N> => (req, res, next) => {
    const goOn = (value: ValueOf<N>): void => {
      if (named) Object.assign(res.locals, value)
      next()
    }
    const resolved = resolve(dependency, req, { platform: { req, res }, whenOver: whenOver(res, () => failureOf(res)) })
    return isPromise(resolved) ? Promise.resolve(resolved).then(goOn) : goOn(resolved)
  })
}
