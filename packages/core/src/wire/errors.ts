import { AccessError, AuthError } from './auth-error.js'
import { BEARER, formatChallenge, type Challenge, type HeaderLines } from './challenge.js'
import { noStore } from './no-store.js'
import { formatScope } from './scope.js'

/** The request carries no credentials. RFC 6750 §3.1: the challenge names no error. */
export class UnauthenticatedError extends AccessError {
  override readonly name = 'UnauthenticatedError'
  readonly code = 'unauthenticated'
  readonly reason = 'no_credentials'
  readonly status = 401
  readonly progress = 0

  constructor() {
    super('Not authenticated')
  }

  get body(): { detail: string } {
    return { detail: this.message }
  }
}

const INVALID_TOKEN = {
  malformed: 'The credentials are malformed',
  signature: 'The signature of the access token is not valid',
  expired: 'The access token has expired',
  not_yet_valid: 'The access token is not valid yet',
  issuer: 'The access token was issued by another issuer',
  audience: 'The access token is meant for another audience',
  type: 'The token is no access token',
  claims: 'The claims of the access token are not valid',
  revoked: 'The access token has been revoked',
  unknown_user: 'The credentials belong to no known user',
} as const

/** Why credentials were refused. */
export type InvalidTokenReason = keyof typeof INVALID_TOKEN

/**
 * Credentials were sent, and are not good: RFC 6750 §3.1 `invalid_token`.
 *
 * Its message, which the client reads, is a fixed text per reason and never repeats what was sent.
 */
export class InvalidTokenError extends AccessError {
  override readonly name = 'InvalidTokenError'
  readonly code = 'invalid_token'
  readonly status = 401
  readonly progress = 1
  readonly reason: InvalidTokenReason
  override readonly challenges: readonly Challenge[]

  constructor(reason: InvalidTokenReason, options?: { cause?: unknown }) {
    super(INVALID_TOKEN[reason], options)
    this.reason = reason
    this.challenges = [{ ...BEARER, error: { code: this.code, description: this.message } }]
  }

  get body(): { error: string; error_description: string } {
    return { error: this.code, error_description: this.message }
  }
}

/** The credentials are good and were not granted every demanded scope: RFC 6750 §3.1 `insufficient_scope`. */
export class InsufficientScopeError extends AccessError {
  override readonly name = 'InsufficientScopeError'
  readonly code = 'insufficient_scope'
  readonly reason = 'missing_scope'
  readonly status = 403
  readonly progress = 2
  /** The demanded scopes that were not granted. */
  readonly missing: readonly string[]
  override readonly challenges: readonly Challenge[]

  constructor(missing: readonly string[], demanded: readonly string[] = missing) {
    super('The access token lacks a scope that this request needs')
    this.missing = missing
    this.challenges = [{ ...BEARER, scopes: demanded, error: { code: this.code, description: this.message } }]
  }

  get body(): { error: string; error_description: string; scope: string } {
    return { error: this.code, error_description: this.message, scope: formatScope(this.scopes) }
  }
}

/** The error codes of RFC 6749 §5.2 that a token endpoint for passwords can answer. */
export type TokenRequestErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'

/** What is wrong with one field of a token request. No problem holds what was sent, but for the grant type. */
export type FormProblem =
  | { readonly type: 'missing'; readonly field: string }
  | { readonly type: 'other_grant_type'; readonly input: string }
  | { readonly type: 'malformed'; readonly field?: string; readonly message: string }

/** The token endpoint refuses: RFC 6749 §5.2. */
export class TokenRequestError extends AuthError {
  override readonly name = 'TokenRequestError'
  readonly code: TokenRequestErrorCode
  readonly status: 400 | 401
  /** Where the form itself is at fault, each field at fault. */
  readonly problems: readonly FormProblem[]

  constructor(code: TokenRequestErrorCode, description: string, problems: readonly FormProblem[] = []) {
    super(description)
    this.code = code
    this.status = code === 'invalid_client' ? 401 : 400
    this.problems = problems
  }

  get reason(): TokenRequestErrorCode {
    return this.code
  }

  /** RFC 6749 §5.1 and §5.2: no answer of a token endpoint may be stored. */
  override get headers(): HeaderLines {
    const challenge = formatChallenge({ scheme: 'Basic', params: { realm: 'token' }, scopes: [] })
    return { ...noStore, ...(this.code === 'invalid_client' && { 'www-authenticate': challenge }) }
  }

  get body(): { error: string; error_description: string } {
    return { error: this.code, error_description: this.message }
  }
}

const PASSWORD_REFUSED = {
  empty: 'The password is empty',
  nul: 'The password holds a NUL character',
  malformed: 'The password is no well-formed text',
  too_long: 'The password is too long',
} as const

/** Why a text cannot be a password. */
export type PasswordRefusedReason = keyof typeof PASSWORD_REFUSED

/** A text that cannot be hashed as a password without becoming ambiguous: tell whoever signs up. */
export class PasswordRefusedError extends AuthError {
  override readonly name = 'PasswordRefusedError'
  readonly code = 'password_refused'
  readonly status = 400
  readonly reason: PasswordRefusedReason

  constructor(reason: PasswordRefusedReason) {
    super(PASSWORD_REFUSED[reason])
    this.reason = reason
  }

  get body(): { detail: string } {
    return { detail: this.message }
  }
}

/** What cannot be had now: a hash while too many are waiting, an issuer's keys while it is out of reach. */
export type UnavailableReason = 'busy' | 'keys'

/** Not the client's fault and not for ever: 503 with `Retry-After`, and nothing of the cause on the wire. */
export class UnavailableError extends AuthError {
  override readonly name = 'UnavailableError'
  readonly code = 'temporarily_unavailable'
  readonly status = 503
  readonly reason: UnavailableReason
  /** Seconds after which a client may try again. */
  readonly retryAfter: number

  constructor(reason: UnavailableReason, retryAfter: number, options?: { cause?: unknown }) {
    super('Temporarily unavailable', options)
    this.reason = reason
    this.retryAfter = Math.max(1, Math.ceil(retryAfter))
  }

  override get headers(): HeaderLines {
    return { 'retry-after': String(this.retryAfter) }
  }

  get body(): { error: string } {
    return { error: this.code }
  }
}
