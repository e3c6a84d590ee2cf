import { isToken } from '../wire/challenge.js'
import type { SecurityScheme } from './dependency.js'
import { scheme, type SchemeOptions, type Verifier } from './scheme.js'

/** Options of `apiKey`. */
export interface ApiKeyOptions<S extends string = never> extends SchemeOptions<S> {
  /** Where the key is sent. A query ends up in logs and histories: prefer a header. */
  readonly in: 'header' | 'cookie' | 'query'
  /** The name of the header, cookie or query parameter; those of headers and cookies are tokens (RFC 9110 §5.6.2). */
  readonly key: string
}

const NAMES = { header: 'APIKeyHeader', cookie: 'APIKeyCookie', query: 'APIKeyQuery' } as const

/**
 * A key in a header, a cookie or the query (FastAPI's `APIKeyHeader`, `APIKeyCookie`, `APIKeyQuery`).
 *
 * `verify` gets the key as it came. It does not protect a cookie against requests from other sites.
 *
 * @throws {TypeError} another place, a key without a name, a name that a header or cookie cannot have, a scope that a
 * header cannot carry or that implies an unknown one or itself, no verifier
 * @example
 * const service = apiKey({ in: 'header', key: 'x-api-key' }, (key) => findService(key))
 */
export function apiKey<U, S extends string = never, C = unknown>(
  options: ApiKeyOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { in: place, key, name = NAMES[place], description, scopes } = options
  if (!Object.hasOwn(NAMES, place)) throw new TypeError('"in" must be header, cookie or query')
  if (typeof key !== 'string' || key === '') throw new TypeError('"key" must be a name')
  // `Headers.get` would throw at each request; RFC 6265 §4.1.1 has the same names.
  if (place !== 'query' && !isToken(key)) throw new TypeError(`"key": no ${place} is named ${JSON.stringify(key)}`)
  return scheme(
    {
      name,
      description,
      scopes,
      definition: { type: 'apiKey', in: place, name: key },
      challenge: 'APIKey',
      extract: (request) => request[place](key) || undefined,
    },
    verify,
  )
}
