import { HttpError } from '../../wire/http-error.js'
import { noStore } from '../../wire/no-store.js'
import { renderError, type ErrorProfile } from '../../wire/profiles.js'
import type { RequestLike } from '../../wire/request.js'
import { toResponse, type RenderedResponse } from '../../wire/response-error.js'
import { isAbort, type Abortable } from '../abortable.js'
import { assertPasswordIssuer, passwordGrant, type PasswordIssuer } from './password-grant.js'

/**
 * The whole token endpoint, for an adapter to write the answer of: POST only, and no answer may be stored.
 *
 * Errors of ours are rendered by `profile`; any other is thrown on, as is the reason of the signal.
 *
 * @throws {TypeError} a config that could not answer any login
 */
export function tokenResponder<U, S extends string>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): (request: RequestLike, options?: Abortable) => Promise<RenderedResponse> {
  assertPasswordIssuer(auth)
  return (request, options) => answerTokenRequest(auth, request, profile, options)
}

async function answerTokenRequest<U, S extends string>(
  auth: PasswordIssuer<U, S>,
  request: RequestLike,
  profile: ErrorProfile | undefined,
  options: Abortable | undefined,
): Promise<RenderedResponse> {
  try {
    if (request.method !== 'POST') throw new HttpError(405, 'Method Not Allowed', { allow: 'POST' })
    return { status: 200, headers: noStore, body: await passwordGrant(auth, request, options) }
  } catch (error) {
    const rendered = renderError(error, profile)
    if (rendered === undefined) throw error
    return { ...rendered, headers: { ...rendered.headers, ...noStore } }
  }
}

/**
 * The whole token endpoint (RFC 6749 §3.2) as a function from a web `Request` to a `Response`.
 *
 * A login whose client hangs up, as the request's `signal` tells, gives up its place in the queue for hashing.
 *
 * It does not demand TLS, authenticate the client, or limit how often a login is tried.
 *
 * @throws {TypeError} no key that signs, no `findUser`, an option that is no value of its kind; of a request, that it is no
 * web `Request` or somebody has consumed its body. What `findUser` and the config's other functions throw is thrown on
 * @example
 * const endpoint = tokenEndpoint(auth)
 * app.post('/token', (c) => endpoint(c.req.raw))
 */
export function tokenEndpoint<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  profile?: ErrorProfile,
): (request: Request) => Promise<Response> {
  const respond = tokenResponder(auth, profile)
  return async (request) => {
    if (typeof request.headers.get !== 'function') {
      throw new TypeError("this tokenEndpoint() answers a web Request: each adapter has one for its framework's")
    }
    const { signal } = request
    try {
      return toResponse(await respond(request, { signal }))
    } catch (error) {
      if (isAbort(error, signal)) return unread()
      throw error
    }
  }
}

/** What nobody is there to read, and access logs know for a client that went away. */
function unread(): Response {
  return new Response(null, { status: 499 })
}
