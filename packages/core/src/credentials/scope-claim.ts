import { isObject } from '../wire/is-object.js'
import { ownMember } from '../wire/own-member.js'
import { formatScope, parseScope } from '../wire/scope.js'
import { faultyClaims } from './faulty-claims.js'
import { isStrings } from './json-object.js'

interface ScopeFormat {
  /** The scopes that a claim's value spells; `undefined` where it is of another type. */
  read(value: unknown): string[] | undefined
  write(scopes: readonly string[]): unknown
}

/** Where issuers differ, the JSON type says which it is: a text of scopes, or a list of them. */
const textOrList: ScopeFormat = {
  read: (value) => (typeof value === 'string' ? parseScope(value) : list.read(value)),
  write: (scopes) => formatScope(scopes),
}
const text: ScopeFormat = {
  read: (value) => (typeof value === 'string' ? parseScope(value) : undefined),
  write: (scopes) => formatScope(scopes),
}
const list: ScopeFormat = {
  read: (value) => (isStrings(value) ? [...new Set(value)] : undefined),
  write: (scopes) => [...new Set(scopes)],
}

const FORMATS = {
  /** RFC 8693 §4.2, RFC 9068 §2.2.3. */
  scope: text,
  /** FastAPI's tutorial. */
  scopes: list,
  /** Entra (text) and Okta (list). */
  scp: textOrList,
  /** Auth0. */
  permissions: list,
} satisfies Record<string, ScopeFormat>

type ScopeClaimName = keyof typeof FORMATS

/**
 * The claim that holds the granted scopes: one of the usual names, each in its own format, or a path to a claim
 * anywhere, member by member, that is a text or a list: `['realm_access', 'roles']`. A path of one name, `['roles']`,
 * is for tokens of our own, too, which have a list there.
 */
export type ScopeClaim = ScopeClaimName | readonly [string, ...string[]]

/** Every claim that some verifier reads as a grant. */
export const SCOPE_CLAIMS: readonly string[] = Object.keys(FORMATS)

/** @throws {TypeError} a name that is not known: a claim of any other name is given by its path */
export function assertScopeClaim(claim: unknown): asserts claim is ScopeClaim {
  const isPath = isStrings(claim) && claim.length > 0
  if (!isPath && !SCOPE_CLAIMS.some((name) => name === claim)) {
    throw new TypeError(
      `"scopeClaim" must be one of ${SCOPE_CLAIMS.join(', ')}, or the path of a claim as an array: ["roles"]`,
    )
  }
}

/**
 * The scopes that a token grants; none where it has no such claim.
 *
 * @throws {InvalidTokenError} `claims`: another type, in which `includes` might find parts of words
 */
export function readScopeClaim(claims: Readonly<Record<string, unknown>>, claim: ScopeClaim): readonly string[] {
  const [path, format] = typeof claim === 'string' ? [[claim], FORMATS[claim]] : [claim, textOrList]
  const value = valueAt(claims, path)
  const scopes = value === undefined ? [] : format.read(value)
  if (scopes === undefined) throw faultyClaims([{ path }])
  return scopes
}

function valueAt(claims: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let value: unknown = claims
  for (const name of path) {
    if (!isObject(value)) throw faultyClaims([{ path }])
    value = ownMember(value, name)
    if (value === undefined) return undefined
  }
  return value
}

/** What else a token says (RFC 7519 §4.1): a scope there would be taken for a name or a time. */
const REGISTERED: readonly string[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']

/**
 * The name of the claim that tokens of our own have their scopes in.
 *
 * @throws {TypeError} a path of several names: only other issuers have their scopes there; a claim of another meaning
 */
export function writtenScopeClaim(claim: ScopeClaim = 'scope'): string {
  const [name, ...below] = typeof claim === 'string' ? [claim] : claim
  if (below.length > 0) {
    throw new TypeError('"scopeClaim": a path of several names is for reading the tokens of other issuers')
  }
  if (REGISTERED.includes(name)) throw new TypeError(`"scopeClaim": "${name}" is a claim of another meaning`)
  return name
}

/**
 * The claim for a grant; no claim where nothing is granted, as RFC 6749 §3.3 has no spelling for that.
 *
 * @throws {TypeError} as `writtenScopeClaim`
 */
export function writeScopeClaim(scopes: readonly string[], claim: ScopeClaim = 'scope'): Record<string, unknown> {
  const name = writtenScopeClaim(claim)
  const format = typeof claim === 'string' ? FORMATS[claim] : list
  return scopes.length === 0 ? {} : { [name]: format.write(scopes) }
}
