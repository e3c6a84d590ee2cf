import { InvalidTokenError } from '../wire/errors.js'
import { formatScope, parseScope } from '../wire/scope.js'
import { isStrings, ownMember } from './json-object.js'

interface ScopeFormat {
  /** The scopes that a claim's value spells; `undefined` where it is of another type. */
  read(value: unknown): string[] | undefined
  write(scopes: readonly string[]): unknown
}

const FORMATS = {
  /** RFC 8693 §4.2, RFC 9068 §2.2.3. */
  scope: {
    read: (value) => (typeof value === 'string' ? parseScope(value) : undefined),
    write: (scopes) => formatScope(scopes),
  },
  /** FastAPI's tutorial. */
  scopes: {
    read: (value) => (isStrings(value) ? [...new Set(value)] : undefined),
    write: (scopes) => [...new Set(scopes)],
  },
} satisfies Record<string, ScopeFormat>

/** The claim that holds the granted scopes, each in its own format. */
export type ScopeClaim = keyof typeof FORMATS

/** Every claim that some verifier reads as a grant. */
export const SCOPE_CLAIMS: readonly string[] = Object.keys(FORMATS)

export function isScopeClaim(name: string): name is ScopeClaim {
  return Object.hasOwn(FORMATS, name)
}

/**
 * The scopes that a token grants; none where it has no such claim.
 *
 * @throws {InvalidTokenError} `claims`: another type, in which `includes` might find parts of words
 */
export function readScopeClaim(
  claims: Readonly<Record<string, unknown>>,
  name: ScopeClaim = 'scope',
): readonly string[] {
  const value = ownMember(claims, name)
  const scopes = value === undefined ? [] : FORMATS[name].read(value)
  if (scopes === undefined) throw new InvalidTokenError('claims')
  return scopes
}

/** The claim for a grant; no claim where nothing is granted, as RFC 6749 §3.3 has no spelling for that. */
export function writeScopeClaim(scopes: readonly string[], name: ScopeClaim = 'scope'): Record<string, unknown> {
  return scopes.length === 0 ? {} : { [name]: FORMATS[name].write(scopes) }
}
