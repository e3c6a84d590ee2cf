import type { JwksEndpointOptions, LocalKey } from '@scopetree/core'
import { jwksResponder } from '@scopetree/core/adapter'
import { send } from '@scopetree/node/adapter'
import type { ExpressHandler } from './token-endpoint.js'

/**
 * The public halves of a key or a ring as a handler.
 *
 * @throws {TypeError} a shared secret, which must never be published, a `CryptoKey` that is not extractable, or an option
 * that is no value of its kind
 * @example
 * app.get('/.well-known/jwks.json', jwksEndpoint(ring))
 */
export function jwksEndpoint(key: LocalKey, options?: JwksEndpointOptions): ExpressHandler {
  const respond = jwksResponder(key, options)
  return async (req, res) => send(res, await respond(req))
}
