import type { IncomingMessage, ServerResponse } from 'node:http'
import { renderError, type ErrorProfile } from '@scopetree/core'
import { send } from '@scopetree/node/adapter'
import { setFailure } from './failures.js'

/** An error handler, of any Express application. */
export type ExpressErrorHandler = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * The error handler that answers what guards refuse; every other error goes on to the next one, untouched.
 *
 * It stands after the routes and before the application's own error handlers. Without it Express answers the same
 * status and challenge, with a body of its own.
 *
 * @throws {TypeError} something that is no profile, such as the request: `app.use(authErrors)` without the call
 * @example
 * app.use(authErrors(fastapi))
 */
export function authErrors(profile?: ErrorProfile): ExpressErrorHandler {
  if (profile !== undefined && typeof profile !== 'function') {
    throw new TypeError('authErrors() makes the error handler: app.use(authErrors()), or app.use(authErrors(profile))')
  }
  // Express tells error handlers by their four parameters.
  return (error, _req, res, next) => {
    setFailure(res, error)
    const rendered = renderError(error, profile)
    if (rendered === undefined || res.headersSent) next(error)
    else send(res, rendered)
  }
}
