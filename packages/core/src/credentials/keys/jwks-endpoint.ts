import { HttpError } from '../../wire/http-error.js'
import { rfc6750 } from '../../wire/profiles.js'
import type { RequestLike } from '../../wire/request.js'
import { toResponse, type RenderedResponse } from '../../wire/response-error.js'
import { assertPublishable, jwks } from './jwks.js'
import type { LocalKey } from './key.js'

/** Options of `jwksEndpoint`. */
export interface JwksEndpointOptions {
  /** Seconds for which others may keep the set: how long a new key has to be published before it signs. Default: 300. */
  readonly maxAge?: number | undefined
}

/**
 * Answers requests for the public halves of a key or a ring, for an adapter to write the answer of.
 *
 * @throws {TypeError} a shared secret, a `CryptoKey` that is not extractable, or an option that is no value of its kind
 */
export function jwksResponder(
  key: LocalKey,
  { maxAge = 300 }: JwksEndpointOptions = {},
): (request: RequestLike) => Promise<RenderedResponse> {
  assertPublishable(key)
  if (!(Number.isInteger(maxAge) && maxAge >= 0)) throw new TypeError('"maxAge" must be a whole number of seconds')
  const headers = { 'cache-control': `public, max-age=${maxAge}` }
  return async ({ method = 'GET' }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      return rfc6750(new HttpError(405, 'Method Not Allowed', { allow: 'GET, HEAD' }))
    }
    return { status: 200, headers, body: await jwks(key) }
  }
}

/**
 * The public halves of a key or a ring at a URL (RFC 7517 §5), as a function from a web `Request` to a `Response`.
 *
 * @throws {TypeError} a shared secret, which must never be published, a `CryptoKey` that is not extractable, or an option
 * that is no value of its kind
 * @example
 * const endpoint = jwksEndpoint(ring)
 * app.get('/.well-known/jwks.json', (c) => endpoint(c.req.raw))
 */
export function jwksEndpoint(key: LocalKey, options?: JwksEndpointOptions): (request: Request) => Promise<Response> {
  const respond = jwksResponder(key, options)
  return async (request) => toResponse(await respond(request))
}
