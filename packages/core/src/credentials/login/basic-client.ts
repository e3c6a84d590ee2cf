import { isAuthError } from '../../wire/auth-error.js'
import { readAuthorization } from '../../wire/authorization.js'
import { bytesOfBase64 } from '../../wire/base64.js'
import type { RequestLike } from '../../wire/request.js'
import { malformedForm } from './form-body.js'

/** A client as it names itself; nothing of it is verified. */
export interface ClientCredentials {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

const NO_CLIENT: ClientCredentials = { clientId: undefined, clientSecret: undefined }
const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The client that a token request names in its `Authorization: Basic` header (RFC 6749 §2.3.1).
 *
 * Malformed credentials are none, and so is an empty id: Swagger UI sends `Basic Og==` when its fields are left empty.
 *
 * @throws {TokenRequestError} `invalid_request`: several `Authorization` headers
 */
export function readBasicClient(request: RequestLike): ClientCredentials {
  const credentials = readBasic(request)
  if (credentials === undefined) return NO_CLIENT
  try {
    const text = UTF_8.decode(bytesOfBase64(credentials))
    const [, id = '', secret = ''] = /^([^:]+):(.*)$/s.exec(text) ?? []
    return { clientId: decode(id), clientSecret: decode(secret) }
  } catch {
    return NO_CLIENT
  }
}

function readBasic(request: RequestLike): string | undefined {
  try {
    return readAuthorization(request, 'Basic')
  } catch (error) {
    throw isAuthError(error) ? malformedForm('The request has several Authorization headers') : error
  }
}

/** Both are urlencoded before they are joined by the colon. */
function decode(text: string): string | undefined {
  return text === '' ? undefined : decodeURIComponent(text.replaceAll('+', ' '))
}
