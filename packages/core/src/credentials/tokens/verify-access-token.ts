import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isPromise, whenReady, type Awaitable } from '../../wire/awaitable.js'
import { InvalidTokenError } from '../../wire/errors.js'
import {
  assertClaimRules,
  judgeClaims,
  rulesOf,
  type AccessTokenClaims,
  type ClaimRules,
} from './access-token-claims.js'
import { reportRefusal, type EventSink } from '../auth-event.js'
import type { VerifyKey } from '../keys/key.js'
import { faultyClaims } from '../faulty-claims.js'
import { readScopeClaim, type ScopeClaim } from '../scope-claim.js'
import { assertTerms } from '../token-terms.js'
import { verifyAnew, verifyOnce, type VerifiedToken } from './verified-tokens.js'

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
 * @throws {UnavailableError} `keys`: an issuer's keys are out of reach; an answer of 503
 * @throws {TypeError} an option that is no value of its kind, or a token that is no string
 * @example
 * const terms = { key, issuer: 'https://login.example', audience: 'https://api.example' }
 * const { claims, scopes } = await verifyAccessToken(terms, token)
 */
export async function verifyAccessToken<C = AccessTokenClaims>(
  auth: TokenVerifier<C>,
  token: string,
): Promise<VerifiedAccessToken<C>> {
  try {
    const verified = verifyToken(auth, token)
    return isPromise(verified) ? await verified : verified
  } catch (error) {
    reportRefusal(auth, error)
    throw error
  }
}

/** The same for a caller that reports the refusal itself, without a promise where nothing has to be waited for. */
export function verifyToken<C>(auth: TokenVerifier<C>, token: string): Awaitable<VerifiedAccessToken<C>> {
  const rules = rulesOf(auth)
  assertTerms(rules)
  assertClaimRules(rules)
  if (typeof token !== 'string') throw new TypeError('"token" must be a string')
  const verify = auth.tokenCache === false ? verifyAnew : verifyOnce
  return whenReady(verify(auth.key, token), (verified) => judge(auth, rules, verified))
}

function judge<C>(
  auth: TokenVerifier<C>,
  rules: ClaimRules,
  verified: VerifiedToken,
): Awaitable<VerifiedAccessToken<C>> {
  judgeClaims(rules, verified.typ, verified.claims)
  const scopes = scopesOf(verified, auth.scopeClaim)
  return whenReady(validate(auth.claims, verified.claims), (claims) =>
    unlessRevoked(auth, { claims, scopes, subject: verified.claims.sub }),
  )
}

/** Read once for each token, as long as all its verifiers ask for the same claim. A path may be another array each time. */
function scopesOf(token: VerifiedToken, claim: ScopeClaim = 'scope'): readonly string[] {
  if (token.granted?.claim === claim) return token.granted.scopes
  const scopes = Object.freeze(readScopeClaim(token.claims, claim))
  if (typeof claim === 'string') token.granted = { claim, scopes }
  return scopes
}

function unlessRevoked<C>(auth: TokenVerifier<C>, token: VerifiedAccessToken<C>): Awaitable<VerifiedAccessToken<C>> {
  if (auth.isRevoked === undefined) return token
  return whenReady<unknown, VerifiedAccessToken<C>>(auth.isRevoked(token.claims), (answer) => {
    if (answer !== false) throw new InvalidTokenError('revoked')
    return token
  })
}

function validate<C>(schema: StandardSchemaV1<unknown, C> | undefined, claims: AccessTokenClaims): Awaitable<C> {
  // Without a schema nothing else says what C is, so it is its default.
  if (schema === undefined) return claims as C
  return whenReady<StandardSchemaV1.Result<C>, C>(schema['~standard'].validate(claims), valueOf)
}

function valueOf<C>(result: StandardSchemaV1.Result<C>): C {
  if (result.issues === undefined) return result.value
  throw faultyClaims(result.issues)
}
