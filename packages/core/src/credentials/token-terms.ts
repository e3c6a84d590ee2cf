import { assertScopeClaim, type ScopeClaim } from './scope-claim.js'

/** What the issuer of a token and its verifier agree on. */
export interface TokenTerms {
  /** Written as `iss`, and demanded of it. */
  readonly issuer?: string | undefined
  /** Written as `aud`, and demanded to be in it. */
  readonly audience?: string | undefined
  /**
   * Where the granted scopes stand: `scope: "a b"` (RFC 8693 §4.2), the default, `scopes: ["a", "b"]`, `scp`,
   * `permissions`, or a path such as `['roles']` or `['realm_access', 'roles']`. It is read there and nowhere else.
   *
   * Tokens of our own have it at `['roles']` as a list. A path of several names is for reading those of other issuers.
   */
  readonly scopeClaim?: ScopeClaim | undefined
  /** The time, in seconds since the epoch. Default: the clock. */
  readonly now?: (() => number) | undefined
}

/** @throws {TypeError} an option that is no value of its kind; `''` does not mean "unset" */
export function assertTerms({ issuer, audience, scopeClaim = 'scope' }: TokenTerms): void {
  assertName('issuer', issuer)
  assertName('audience', audience)
  assertScopeClaim(scopeClaim)
}

function assertName(option: string, value: string | undefined): void {
  if (value !== undefined && (typeof value !== 'string' || value === '')) {
    throw new TypeError(`"${option}" must be a non-empty string`)
  }
}

/** With both, tokens follow the access token profile of RFC 9068, which sets them apart from ID tokens. */
export function followsRfc9068({ issuer, audience }: TokenTerms): boolean {
  return issuer !== undefined && audience !== undefined
}

function clock(): number {
  return Date.now() / 1000
}

/** A clock that answers NaN would make every comparison false, and milliseconds every token expired. */
export function currentTime({ now = clock }: TokenTerms): number {
  const time = now()
  if (!(Number.isFinite(time) && time >= 0 && time < 1e11))
    throw new TypeError('"now" must answer seconds since the epoch')
  return time
}

/**
 * Seconds for which a token of this config is valid, or the given ones instead.
 *
 * @throws {TypeError} none that a token could be valid for
 */
export function lifetime(
  { expiresIn: usual = 900 }: { readonly expiresIn?: number | undefined },
  expiresIn = usual,
): number {
  if (!(Number.isFinite(expiresIn) && expiresIn > 0))
    throw new TypeError('"expiresIn" must be a positive number of seconds')
  return expiresIn
}
