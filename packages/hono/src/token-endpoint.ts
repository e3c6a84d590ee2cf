import {
  operation,
  passwordLogin,
  tokenEndpoint as endpoint,
  type ErrorProfile,
  type PasswordIssuer,
} from '@scopetree/core'
import type { Handler } from 'hono'

/**
 * The whole token endpoint as a handler. It renders its own errors: give it the profile that `authErrors` has.
 *
 * @throws {TypeError} no key that signs, no `findUser`, an option that is no value of its kind
 * @throws what the config's functions throw that is no answer to the client
 * @example
 * app.post('/token', tokenEndpoint(auth, fastapi))
 */
export function tokenEndpoint<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): Handler {
  const answer = endpoint(auth, profile)
  return operation(passwordLogin, (c) => answer(c.req.raw))
}
