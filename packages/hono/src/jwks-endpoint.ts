import { jwksEndpoint as endpoint, type JwksEndpointOptions, type LocalKey } from '@scopetree/core'
import type { Handler } from 'hono'

/**
 * The public halves of a key or a ring as a handler.
 *
 * @throws {TypeError} a shared secret, which must never be published, a `CryptoKey` that is not extractable, or an option
 * that is no value of its kind
 * @example
 * app.get('/.well-known/jwks.json', jwksEndpoint(ring))
 */
export function jwksEndpoint(key: LocalKey, options?: JwksEndpointOptions): Handler {
  const respond = endpoint(key, options)
  return (c) => respond(c.req.raw)
}
