import * as v from 'valibot'
import { InvalidTokenError } from '../../wire/errors.js'
import { ownMember } from '../../wire/own-member.js'
import { faultyClaims } from '../faulty-claims.js'
import { deepFreeze, isStrings } from '../json-object.js'
import { assertVerifyKey, type VerifyKey } from '../keys/key.js'
import { currentTime, followsRfc9068, type TokenTerms } from '../token-terms.js'

/** The claims of every access token that is accepted; times are seconds since the epoch. The object is frozen. */
export interface AccessTokenClaims {
  readonly sub: string
  readonly exp: number
  readonly iat?: number | undefined
  readonly nbf?: number | undefined
  readonly [claim: string]: unknown
}

const NumericDate = v.pipe(v.number(), v.finite())
const Kinds = v.object({
  sub: v.pipe(v.string(), v.nonEmpty()),
  exp: NumericDate,
  iat: v.optional(NumericDate),
  nbf: v.optional(NumericDate),
}) satisfies v.GenericSchema<unknown, AccessTokenClaims>

/** What a verifier demands of a token besides its signature. */
export interface ClaimRules extends TokenTerms {
  /** Seconds by which the issuer's clock may differ: 0 by default, 5 with `issuer` and `audience`, 300 at most. */
  readonly clockTolerance?: number | undefined
  /**
   * The `typ` headers that say "access token", in any case; `'JWT'` also stands for none at all.
   *
   * Default: `['JWT', 'at+jwt']`, and with `issuer` and `audience` `['at+jwt']` alone (RFC 9068 §4). An issuer that
   * does not mark its access tokens needs `['JWT']`, and then its ID tokens pass wherever their audience is ours.
   */
  readonly tokenTypes?: readonly string[] | undefined
  /**
   * The claim that `audience` is compared with. Default: `'aud'`. `'client_id'` is for issuers whose access tokens have
   * no `aud` and name the client alone (Cognito); a token that has one is then refused.
   */
  readonly audienceClaim?: 'aud' | 'client_id' | undefined
}

/**
 * What a config demands of tokens; whose they are, its key may say.
 *
 * @throws {TypeError} no key; an `issuer` or `audience` other than those of the key
 */
export function rulesOf(auth: ClaimRules & { readonly key: VerifyKey }): ClaimRules {
  const { key, clockTolerance, tokenTypes, audienceClaim, scopeClaim, now } = auth
  assertVerifyKey(key)
  if (key.origin === undefined) return auth
  const { issuer, audience } = key.origin
  if ((auth.issuer ?? issuer) !== issuer || (auth.audience ?? audience) !== audience) {
    throw new TypeError('"issuer" and "audience" are those of "key": leave them away, or say the same')
  }
  return { issuer, audience, clockTolerance, tokenTypes, audienceClaim, scopeClaim, now }
}

/** @throws {TypeError} an option that would make a rule hold for everything or for nothing */
export function assertClaimRules({ clockTolerance, tokenTypes, audienceClaim = 'aud' }: ClaimRules): void {
  if (
    clockTolerance !== undefined &&
    !(Number.isFinite(clockTolerance) && clockTolerance >= 0 && clockTolerance <= 300)
  ) {
    throw new TypeError('"clockTolerance" must be a number of seconds from 0 to 300')
  }
  if (tokenTypes !== undefined && !(isStrings(tokenTypes) && tokenTypes.length > 0)) {
    throw new TypeError('"tokenTypes" must be a non-empty array of "typ" values')
  }
  if (audienceClaim !== 'aud' && audienceClaim !== 'client_id') {
    throw new TypeError('"audienceClaim" must be "aud" or "client_id"')
  }
}

/**
 * The claims of a signed payload, once those that are read here are of their kinds; frozen, with everything in them.
 *
 * @throws {InvalidTokenError} `claims`
 */
export function readClaims(payload: Readonly<Record<string, unknown>>): AccessTokenClaims {
  const claims = withoutHazards(payload)
  assertKinds(claims)
  return deepFreeze(claims)
}

/** Only these four go through the schema, for a copy of all claims would cost more than all else that is done with them. */
function assertKinds(claims: Readonly<Record<string, unknown>>): asserts claims is AccessTokenClaims {
  const { issues = [] } = v.safeParse(Kinds, {
    sub: ownMember(claims, 'sub'),
    exp: ownMember(claims, 'exp'),
    iat: ownMember(claims, 'iat'),
    nbf: ownMember(claims, 'nbf'),
  })
  if (issues.length > 0) throw faultyClaims(issues.map((issue) => ({ path: [v.getDotPath(issue) ?? ''] })))
}

/** Names that mean more than a claim to whoever copies the claims, or looks them up by such a name. */
const HAZARDS: readonly string[] = ['__proto__', 'prototype', 'constructor']

/** A copy only where there is one, which no honest token has. */
function withoutHazards(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!HAZARDS.some((name) => Object.hasOwn(payload, name))) return payload
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !HAZARDS.includes(name)))
}

/**
 * Judges what the claims of a signed token say (RFC 7519 §4.1, RFC 9068 §4), at this moment and by these rules.
 *
 * @throws {InvalidTokenError} `type`, `issuer`, `audience`, `expired`, `not_yet_valid`
 */
export function judgeClaims(rules: ClaimRules, typ: unknown, claims: AccessTokenClaims): void {
  if (!isAccessToken(rules, typ)) throw new InvalidTokenError('type')
  if (rules.issuer !== undefined && ownMember(claims, 'iss') !== rules.issuer) throw new InvalidTokenError('issuer')
  if (!isAudience(rules, claims)) throw new InvalidTokenError('audience')
  judgeTimes(rules, claims)
}

const OWN_TYPES: readonly string[] = ['JWT', 'at+jwt']
const RFC_9068_TYPES: readonly string[] = ['at+jwt']

function isAccessToken(rules: ClaimRules, typ: unknown): boolean {
  const { tokenTypes = followsRfc9068(rules) ? RFC_9068_TYPES : OWN_TYPES } = rules
  const type = typ === undefined ? 'JWT' : typ
  if (typeof type !== 'string') return false
  return tokenTypes.includes(type) || tokenTypes.some((accepted) => mediaType(accepted) === mediaType(type))
}

/** RFC 7515 §4.1.9: `application/` may be left out, and case does not matter. */
function mediaType(type: string): string {
  return type.toLowerCase().replace(/^application\//, '')
}

/** RFC 7519 §4.1.3: a token that names an audience is for nobody else, so also not for one that has no name. */
function isAudience({ audience, audienceClaim = 'aud' }: ClaimRules, claims: AccessTokenClaims): boolean {
  const aud = ownMember(claims, 'aud')
  if (audience === undefined) return aud === undefined
  if (audienceClaim === 'client_id') return aud === undefined && ownMember(claims, 'client_id') === audience
  const audiences = Array.isArray(aud) ? aud : [aud]
  return isStrings(audiences) && audiences.includes(audience)
}

function judgeTimes(rules: ClaimRules, claims: AccessTokenClaims): void {
  const { clockTolerance = followsRfc9068(rules) ? 5 : 0 } = rules
  const now = currentTime(rules)
  if (claims.exp <= now - clockTolerance) throw new InvalidTokenError('expired')
  const start = Math.max(ownMember(claims, 'nbf') ?? 0, ownMember(claims, 'iat') ?? 0)
  if (start > now + clockTolerance) throw new InvalidTokenError('not_yet_valid')
}
