import { errorResponse, type ErrorProfile } from '@scopetree/core'
import type { ErrorHandler } from 'hono'

/**
 * The error handler that answers what guards refuse; every other error goes to `otherwise`, by default to what Hono
 * does itself.
 *
 * Without it Hono answers the errors of guards in the default profile.
 *
 * @example
 * app.onError(authErrors(fastapi))
 */
export function authErrors(profile?: ErrorProfile, otherwise: ErrorHandler = asHonoDoes): ErrorHandler {
  return (error, c) => errorResponse(error, profile) ?? otherwise(error, c)
}

/** Hono does not export its own. */
const asHonoDoes: ErrorHandler = (error, c) => {
  if ('getResponse' in error) {
    const response = error.getResponse()
    return c.newResponse(response.body, response)
  }
  console.error(error)
  return c.text('Internal Server Error', 500)
}
