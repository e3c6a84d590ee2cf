import type { RequestLike } from '../../wire/request.js'
import { parseScope } from '../../wire/scope.js'
import { readBasicClient, type ClientCredentials } from './basic-client.js'
import { readForm, valueOf, type Form } from './form-body.js'
import { problemsOf, refusalOf, refusalOfOtherBody } from './form-problems.js'

/** A password login as a client asks for it (RFC 6749 §4.3.2). All of it is untrusted. */
export interface PasswordForm extends ClientCredentials {
  readonly username: string
  readonly password: string
  /** What the client wishes for: `grantScopes` says which of it may go into a token. */
  readonly scopes: string[]
  /** `undefined` where the form has none, which counts as `password`. */
  readonly grantType: 'password' | undefined
}

/**
 * Reads a password login from any request: a web `Request`, Express's `req`, parsed or not, Node's `IncomingMessage`.
 *
 * The form is urlencoded or multipart, UTF-8, of at most 64 KB and 100 fields, none repeated (RFC 6749 §3.2). An empty
 * value counts as none. The client may be named in the form or by `Authorization: Basic`; it is not authenticated.
 *
 * @throws {TokenRequestError} `invalid_request` or `unsupported_grant_type`, with every problem at once
 * @throws {TypeError} somebody has consumed the body, or the request has none to read
 * @example
 * const { username, password, scopes } = await readPasswordForm(request)
 */
export async function readPasswordForm(request: RequestLike): Promise<PasswordForm> {
  const form = await readForm(request)
  if (form === undefined) throw refusalOfOtherBody()
  const problems = problemsOf(form)
  const [username, password] = [valueOf(form, 'username'), valueOf(form, 'password')]
  if (problems.length > 0 || username === undefined || password === undefined) throw refusalOf(problems)
  return {
    username,
    password,
    scopes: parseScope(valueOf(form, 'scope') ?? ''),
    grantType: valueOf(form, 'grant_type') === undefined ? undefined : 'password',
    ...readClient(form, request),
  }
}

function readClient(form: Form, request: RequestLike): ClientCredentials {
  const [clientId, clientSecret] = [valueOf(form, 'client_id'), valueOf(form, 'client_secret')]
  const isNamed = clientId !== undefined || clientSecret !== undefined
  return isNamed ? { clientId, clientSecret } : readBasicClient(request)
}
