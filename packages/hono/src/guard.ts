import type { AnyDependency, Needs, ValueOf } from '@scopetree/core'
import { guarded, isPromise, open, whenBodyEnds, type Session } from '@scopetree/core/adapter'
import type { Context, MiddlewareHandler } from 'hono'
import type { BlankEnv } from 'hono/types'
import { formerOf } from './former-request.js'

/** Middleware that types `c.var` for the handlers behind it: the values of a record, under their names. */
export type GuardMiddleware<N extends Needs> = MiddlewareHandler<
  N extends AnyDependency ? BlankEnv : { Variables: ValueOf<N> }
>

/**
 * Middleware that lets only those requests on which a dependency, or every one of a record, accepts.
 *
 * The values of a record are in `c.var`, typed in the handlers behind it; a lone dependency only checks. What they
 * deferred runs when the response has been sent or given up, and learns of the error if the request failed.
 *
 * @throws {TypeError} something in `needs` is no dependency, nothing is in it, or its alternatives have too many
 * combinations of scopes
 * @example
 * app.get('/items/:id', guard({ user: activeUser }), (c) => c.json([c.req.param('id'), c.var.user.username]))
 */
export function guard<N extends Needs>(needs: N): GuardMiddleware<N> {
  return guarded(needs, ({ dependency, named }): GuardMiddleware<N> => async (c, next) => {
    const param = (name: string): string | undefined => c.req.param(name)
    const opened = open(dependency, c.req.raw, { platform: c, param, former: formerOf(c) })
    const session = isPromise(opened) ? await opened : opened
    if (named) for (const [name, value] of Object.entries(session.value as object)) c.set(name as never, value as never)
    try {
      await next()
    } catch (error) {
      await session.close(error)
      throw error
    }
    await closeWithResponse(c, session)
  })
}

/** The handler is through; a body that something waits for has still to be sent. */
async function closeWithResponse(c: Context, session: Session<unknown>): Promise<void> {
  const { raw } = c.req
  if (!session.deferred || raw.method === 'HEAD') return session.close(c.error)
  const waitUntil = (work: Promise<unknown>): void => executionOf(c)?.waitUntil(work)
  c.res = whenBodyEnds(c.res, (error) => session.close(c.error ?? error), { signal: raw.signal, waitUntil })
}

/** Edge runtimes have one; elsewhere Hono throws. */
function executionOf(c: Context): Context['executionCtx'] | undefined {
  try {
    return c.executionCtx
  } catch {
    return undefined
  }
}
