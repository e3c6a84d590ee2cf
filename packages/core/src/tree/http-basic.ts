import { readAuthorization } from '../wire/authorization.js'
import { bytesOfBase64 } from '../wire/base64.js'
import { InvalidTokenError } from '../wire/errors.js'
import type { RequestView } from '../wire/request.js'
import type { SecurityScheme } from './dependency.js'
import { scheme, type SchemeOptions, type Verifier } from './scheme.js'

/** What `httpBasic` hands to its verifier. */
export interface BasicCredentials {
  readonly username: string
  readonly password: string
}

/** Options of `httpBasic`. */
export interface HttpBasicOptions<S extends string = never> extends SchemeOptions<S> {
  /** Shown in challenges, and by browsers when they ask for the password. RFC 7617 §2 requires one. Default: `api`. */
  readonly realm?: string | undefined
}

const MAX_LENGTH = 8192
/** RFC 7617 §2: neither part may hold control characters, and the first colon ends the username. */
const USER_PASS = /^([^:\p{Cc}]*):([^\p{Cc}]*)$/u

/**
 * A username and a password with every request (RFC 7617, in UTF-8; FastAPI's `HTTPBasic`).
 *
 * It only decodes: `verify` compares, for instance with `authenticateUser`. Every request then costs a password hash.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself
 * @example
 * const operator = httpBasic({ realm: 'metrics' }, async ({ username, password }) => {
 *   const user = await authenticateUser(auth, username, password)
 *   return user && { user }
 * })
 */
export function httpBasic<U, S extends string = never, C = unknown>(
  options: HttpBasicOptions<S>,
  verify: Verifier<BasicCredentials, U, C>,
): SecurityScheme<U, S, C> {
  const { name = 'HTTPBasic', description, scopes, realm = 'api' } = options
  return scheme(
    {
      name,
      description,
      scopes,
      definition: { type: 'http', scheme: 'basic' },
      challenge: { scheme: 'Basic', params: { realm, charset: 'UTF-8' } },
      extract: readBasic,
    },
    verify,
  )
}

function readBasic(request: RequestView): BasicCredentials | undefined {
  const encoded = readAuthorization(request, 'Basic')
  return encoded === undefined ? undefined : decode(encoded)
}

/** Refuses every other spelling of what it decodes, and any text that is no UTF-8. */
function decode(encoded: string): BasicCredentials {
  if (encoded.length > MAX_LENGTH) throw new InvalidTokenError('malformed')
  const [, username, password] = USER_PASS.exec(decodeBase64(encoded)) ?? []
  if (username === undefined || password === undefined) throw new InvalidTokenError('malformed')
  return { username, password }
}

function decodeBase64(encoded: string): string {
  try {
    if (btoa(atob(encoded)) !== encoded) throw new TypeError('not the canonical spelling')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOfBase64(encoded))
  } catch {
    throw new InvalidTokenError('malformed')
  }
}
