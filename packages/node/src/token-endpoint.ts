import { answerTokenRequest, type ErrorProfile, type PasswordIssuer } from '@scopetree/core'
import { operation, passwordLogin } from '@scopetree/core/adapter'
import type { NodeHandler } from './handler.js'
import { send } from './send.js'

/**
 * The whole token endpoint as a handler: `'POST /token': tokenEndpoint(auth)`.
 *
 * @throws what the config's functions throw that is no answer to the client
 */
export function tokenEndpoint<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): NodeHandler {
  return operation(passwordLogin, async (req, res) => send(res, await answerTokenRequest(auth, req, profile)))
}
