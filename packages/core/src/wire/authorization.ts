import { InvalidTokenError } from './errors.js'
import { countHeaderLines, readHeader, type RequestLike, type RequestView } from './request.js'
import { trimmed } from './trimmed.js'

/** An unclosed quote runs to the end, without the `closing` one, which also keeps the search linear. */
const QUOTED = /"(?:[^"\\]|\\.)*(?<closing>"|\\?$)/g
/** Fetch joins repeated headers: a second scheme after a comma is a second header. */
const SECOND_SCHEME = /,\s*[^\s,="]+\s+[^\s,=]/

/**
 * The credentials that a request sends for one authentication scheme (RFC 9110 §11.6.2).
 *
 * The scheme's name is compared in any case and ends at a space. `undefined`: no such credentials. `''`: the name of
 * the scheme stands there alone. The credentials are returned as they came; nothing of them is verified.
 *
 * @throws {InvalidTokenError} `malformed`: several `Authorization` headers, of which each reader might take another
 * @example
 * readAuthorization(request, 'Basic') // 'am9obmRvZTpzZWNyZXQ='
 */
export function readAuthorization(request: RequestLike | RequestView, scheme: string): string | undefined {
  const raw = 'raw' in request ? request.raw : request
  const value = readHeader(raw, 'authorization')
  if (value === undefined) return undefined
  if (countHeaderLines(raw, 'authorization') > 1 || namesSecondScheme(value)) throw new InvalidTokenError('malformed')
  const end = value.indexOf(' ')
  const name = end === -1 ? value : value.slice(0, end)
  // RFC 6750 §2.1: spaces stand between; any other white space is a part of the credentials.
  return name.toLowerCase() === scheme.toLowerCase() ? trimmed(value.slice(name.length), ' ') : undefined
}

/** Of an unclosed quote nobody knows what it hides. */
function namesSecondScheme(value: string): boolean {
  if (!value.includes(',')) return false
  return SECOND_SCHEME.test(value.replace(QUOTED, '')) || [...value.matchAll(QUOTED)].some(isUnclosed)
}

function isUnclosed({ groups }: RegExpMatchArray): boolean {
  return groups?.['closing'] !== '"'
}

/**
 * The bearer token of a request (RFC 6750 §2.1), unverified; `undefined` where there is none.
 *
 * Tokens in the query and in the body are not read (RFC 9700 §4.3.2).
 *
 * @throws {InvalidTokenError} `malformed`: several `Authorization` headers
 */
export function readBearer(request: RequestLike | RequestView): string | undefined {
  return readAuthorization(request, 'Bearer')
}
