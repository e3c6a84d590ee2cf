import { operation, passwordLogin, type ErrorProfile, type PasswordIssuer } from '@scopetree/core'
import { tokenResponder } from '@scopetree/core/adapter'
import type { NodeHandler } from './handler.js'
import { sendUnlessHungUp } from './send-unless-hung-up.js'

/**
 * The whole token endpoint as a handler: `'POST /token': tokenEndpoint(auth)`.
 *
 * A login whose client hangs up gives up its place in the queue for hashing, and is no error.
 *
 * @throws {TypeError} no key that signs, no `findUser`, an option that is no value of its kind
 * @throws what the config's functions throw that is no answer to the client
 */
export function tokenEndpoint<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): NodeHandler {
  const respond = tokenResponder(auth, profile)
  return operation(passwordLogin, (req, res) => sendUnlessHungUp(res, (signal) => respond(req, { signal })))
}
