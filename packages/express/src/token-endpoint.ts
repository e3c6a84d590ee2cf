import type { IncomingMessage, ServerResponse } from 'node:http'
import { operation, passwordLogin, type ErrorProfile, type PasswordIssuer } from '@scopetree/core'
import { tokenResponder } from '@scopetree/core/adapter'
import { sendUnlessHungUp } from '@scopetree/node/adapter'

/** A handler that answers by itself. */
export type ExpressHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/**
 * The whole token endpoint as a handler, with or without a body parser before it. It renders its own errors: give it
 * the profile that `authErrors` has. A login whose client hangs up gives up its place in the queue for hashing, and is
 * no error.
 *
 * @throws {TypeError} no key that signs, no `findUser`, an option that is no value of its kind
 * @throws what the config's functions throw that is no answer to the client
 * @example
 * app.post('/token', tokenEndpoint(auth, fastapi))
 */
export function tokenEndpoint<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): ExpressHandler {
  const respond = tokenResponder(auth, profile)
  return operation(passwordLogin, (req, res) => sendUnlessHungUp(res, (signal) => respond(req, { signal })))
}
