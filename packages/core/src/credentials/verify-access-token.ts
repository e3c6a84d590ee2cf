import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isPromise, type Awaitable } from '../wire/awaitable.js'
import { InvalidTokenError } from '../wire/errors.js'
import {
  assertClaimRules,
  judgeClaims,
  rulesOf,
  type AccessTokenClaims,
  type ClaimRules,
} from './access-token-claims.js'
import { reportRefusal, type EventSink } from './auth-event.js'
import type { VerifyKey } from './key.js'
import { readScopeClaim } from './scope-claim.js'
import { assertTerms } from './token-terms.js'
import { verifyAnew, verifyOnce } from './verified-tokens.js'

/** The part of a config that `verifyAccessToken` reads. */
export interface TokenVerifier<C = AccessTokenClaims> extends ClaimRules, EventSink {
  readonly key: VerifyKey
  /** A schema of any library that implements Standard Schema. What it answers are the claims, `sub` only if it says so. */
  readonly claims?: StandardSchemaV1<unknown, C> | undefined
  /** `false` verifies the signature of each token on each request, also of one that was verified before. */
  readonly tokenCache?: false | undefined
  /** Whether a token that is good otherwise has been taken back. Anything but `false` refuses it. */
  readonly isRevoked?: ((claims: C) => Awaitable<boolean>) | undefined
}

/** What a good token says. */
export interface VerifiedAccessToken<C = AccessTokenClaims> {
  readonly claims: C
  /** What is granted. */
  readonly scopes: readonly string[]
  /** The claim `sub`, byte for byte, whether or not a schema passes it on. */
  readonly subject: string
}

/**
 * Verifies an access token: its form, signature, type, claims and, where asked, revocation (RFC 7519 §7.2, RFC 9068 §4).
 *
 * It does not ask whether the user still exists, nor whether the scopes suffice: that is `getCurrentUser`.
 *
 * @throws {InvalidTokenError} with the `reason`; what `claims` and `isRevoked` throw is thrown on
 * @throws {UnavailableError} an issuer's keys are out of reach
 * @throws {TypeError} an option that is no value of its kind, or a token that is no string
 * @example
 * const { claims, scopes } = await verifyAccessToken({ key, issuer, audience }, token)
 */
export async function verifyAccessToken<C = AccessTokenClaims>(
  auth: TokenVerifier<C>,
  token: string,
): Promise<VerifiedAccessToken<C>> {
  try {
    return await verifyToken(auth, token)
  } catch (error) {
    reportRefusal(auth, error)
    throw error
  }
}

/** The same, for a caller that reports the refusal itself. */
export async function verifyToken<C>(auth: TokenVerifier<C>, token: string): Promise<VerifiedAccessToken<C>> {
  const rules = rulesOf(auth)
  assertTerms(rules)
  assertClaimRules(rules)
  if (typeof token !== 'string') throw new TypeError('"token" must be a string')
  const verify = auth.tokenCache === false ? verifyAnew : verifyOnce
  const verified = verify(auth.key, token)
  const { typ, claims: registered } = isPromise(verified) ? await verified : verified
  judgeClaims(rules, typ, registered)
  const scopes = readScopeClaim(registered, auth.scopeClaim)
  const validated = validate(auth.claims, registered)
  const claims = isPromise(validated) ? await validated : validated
  if (auth.isRevoked !== undefined) {
    const answer: unknown = await auth.isRevoked(claims)
    if (answer !== false) throw new InvalidTokenError('revoked')
  }
  return { claims, scopes, subject: registered.sub }
}

function validate<C>(schema: StandardSchemaV1<unknown, C> | undefined, claims: AccessTokenClaims): Awaitable<C> {
  // Without a schema nothing else says what C is, so it is its default.
  if (schema === undefined) return claims as C
  const result = schema['~standard'].validate(claims)
  return isPromise(result) ? result.then(valueOf) : valueOf(result)
}

function valueOf<C>(result: StandardSchemaV1.Result<C>): C {
  if (result.issues === undefined) return result.value
  throw new InvalidTokenError('claims', { cause: new TypeError(`"claims": ${result.issues.map(pathOf).join(', ')}`) })
}

/** Where a claim is at fault. The messages of schemas repeat what they were given, which logs need not hold. */
function pathOf({ path = [] }: StandardSchemaV1.Issue): string {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.')
}
