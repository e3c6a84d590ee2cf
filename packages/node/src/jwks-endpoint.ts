import type { JwksEndpointOptions, LocalKey } from '@scopetree/core'
import { jwksResponder } from '@scopetree/core/adapter'
import type { NodeHandler } from './handler.js'
import { send } from './send.js'

/**
 * The public halves of a key or a ring as a handler: `'GET /.well-known/jwks.json': jwksEndpoint(ring)`.
 *
 * @throws {TypeError} a shared secret, which must never be published, a `CryptoKey` that is not extractable, or an option
 * that is no value of its kind
 */
export function jwksEndpoint(key: LocalKey, options?: JwksEndpointOptions): NodeHandler {
  const respond = jwksResponder(key, options)
  return async (req, res) => send(res, await respond(req))
}
