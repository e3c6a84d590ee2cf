import { isAuthError, type AuthError } from './auth-error.js'
import { challengeHeader, type HeaderLines } from './challenge.js'
import type { FormProblem, TokenRequestError } from './errors.js'
import { isHttpError, type HttpError } from './http-error.js'
import { toResponse, type RenderedResponse } from './response-error.js'

/** How an error is written. It changes the wire and nothing else: an application's own profile is such a function. */
export type ErrorProfile = (error: AuthError | HttpError) => RenderedResponse

/** The default: RFC 6750 §3 challenges and codes, RFC 6749 §5.2 bodies, 403 where a scope is missing. */
export function rfc6750(error: AuthError | HttpError): RenderedResponse {
  const { status, headers, body } = error
  return { status, headers, body }
}

/** What FastAPI's security tutorials answer, for clients that were written against them. */
export function fastapi(error: AuthError | HttpError): RenderedResponse {
  if (isHttpError(error)) return rfc6750(error)
  switch (error.code) {
    case 'unauthenticated':
      return { status: 401, headers: bareChallenges(error, false), body: { detail: 'Not authenticated' } }
    case 'invalid_token':
      return { status: 401, headers: bareChallenges(error, true), body: { detail: 'Could not validate credentials' } }
    case 'insufficient_scope':
      return { status: 401, headers: bareChallenges(error, true), body: { detail: 'Not enough permissions' } }
    case 'temporarily_unavailable':
      return { status: 503, headers: error.headers, body: { detail: 'Service Unavailable' } }
    default:
      return { status: error.status, headers: error.headers, body: { detail: error.message }, ...unprocessable(error) }
  }
}

/** FastAPI's challenges name no error, and the scopes only once there are credentials. */
function bareChallenges({ challenges }: AuthError, withScopes: boolean): HeaderLines {
  return challengeHeader(
    challenges.map(({ scheme, params, scopes }) => ({ scheme, params, scopes: withScopes ? scopes : [] })),
  )
}

/** FastAPI refuses a form with 422 and a list of what is wrong, where OAuth says 400. */
function unprocessable(error: AuthError): Partial<RenderedResponse> {
  const { problems = [] } = error as Partial<TokenRequestError>
  return problems.length === 0 ? {} : { status: 422, body: { detail: problems.map(problemDetail) } }
}

function problemDetail(problem: FormProblem): Record<string, unknown> {
  switch (problem.type) {
    case 'missing':
      return { type: 'missing', loc: ['body', problem.field], msg: 'Field required', input: null }
    case 'other_grant_type':
      return {
        type: 'string_pattern_mismatch',
        loc: ['body', 'grant_type'],
        msg: "String should match pattern '^password$'",
        input: problem.input,
        ctx: { pattern: '^password$' },
      }
    case 'malformed': {
      const loc = problem.field === undefined ? ['body'] : ['body', problem.field]
      return { type: 'value_error', loc, msg: problem.message, input: null }
    }
  }
}

/** The answer to an error of ours; `undefined` for any other, which is to be thrown on to the framework. */
export function renderError(error: unknown, profile: ErrorProfile = rfc6750): RenderedResponse | undefined {
  return isAuthError(error) || isHttpError(error) ? profile(error) : undefined
}

/** The same as a web `Response`. */
export function errorResponse(error: unknown, profile?: ErrorProfile): Response | undefined {
  const rendered = renderError(error, profile)
  return rendered && toResponse(rendered)
}
