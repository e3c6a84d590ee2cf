import { formatScope } from './scope.js'

/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1), before a profile decides what of it is written. */
export interface Challenge {
  /** The authentication scheme: `Bearer`, `Basic`, … */
  readonly scheme: string
  /** Parameters of the scheme itself: `realm`, `charset`, … */
  readonly params: Readonly<Record<string, string>>
  /** What was wrong with the credentials, where some were sent. */
  readonly error?: { readonly code: string; readonly description: string }
  /** The scopes that the route demands of these credentials. */
  readonly scopes: readonly string[]
}

/** The challenge of a route that names no scheme of its own. */
export const BEARER: Challenge = { scheme: 'Bearer', params: {}, scopes: [] }

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/
const QUOTABLE = /^[\t\x20-\x7e]*$/

/**
 * Writes one challenge line.
 *
 * `error`, `error_description` and `scope` are parameters of Bearer alone (RFC 6750 §3); other schemes get none of them.
 *
 * @throws {TypeError} a name or value that the grammar of RFC 9110 §5.6 cannot carry
 */
export function formatChallenge(challenge: Challenge): string {
  const params = Object.entries({ ...challenge.params, ...bearerParams(challenge) }).map(
    ([name, value]) => `${token(name)}=${quote(value)}`,
  )
  const scheme = token(challenge.scheme)
  return params.length === 0 ? scheme : `${scheme} ${params.join(', ')}`
}

function bearerParams({ scheme, error, scopes }: Challenge): Record<string, string> {
  if (scheme.toLowerCase() !== 'bearer') return {}
  return {
    ...(error && { error: error.code, error_description: error.description }),
    ...(scopes.length > 0 && { scope: formatScope(scopes) }),
  }
}

/** Whether `text` is a token of RFC 9110 §5.6.2, as names in headers are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

function token(text: string): string {
  if (!isToken(text)) throw new TypeError(`${JSON.stringify(text)} cannot stand in a WWW-Authenticate header`)
  return text
}

function quote(text: string): string {
  if (!QUOTABLE.test(text)) throw new TypeError(`${JSON.stringify(text)} cannot be quoted in a WWW-Authenticate header`)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Header lines by name; a name that needs several lines has an array. */
export type HeaderLines = Readonly<Record<string, string | string[]>>

/** The `WWW-Authenticate` header: a line per challenge, equal ones once. */
export function challengeHeader(challenges: readonly Challenge[]): HeaderLines {
  const lines = [...new Set(challenges.map(formatChallenge))]
  const [first, ...others] = lines
  if (first === undefined) return {}
  return { 'www-authenticate': others.length === 0 ? first : lines }
}
