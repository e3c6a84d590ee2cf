import { challengedBy, isAccessError } from '../../wire/auth-error.js'
import { readBearer } from '../../wire/authorization.js'
import { isPromise, promiseOf, whenReady, type Awaitable } from '../../wire/awaitable.js'
import { BEARER } from '../../wire/challenge.js'
import { InsufficientScopeError, InvalidTokenError, UnauthenticatedError } from '../../wire/errors.js'
import type { RequestLike } from '../../wire/request.js'
import { missingScopes, scopeRules, type Scopes } from '../../wire/scope-rules.js'
import type { AccessTokenClaims } from './access-token-claims.js'
import { checkAccount, type FindUser } from '../account.js'
import { reportRefusal } from '../auth-event.js'
import { verifyToken, type TokenVerifier, type VerifiedAccessToken } from './verify-access-token.js'

/**
 * Finds the user that a token names. A type by name: of a nested call, `getCurrentUser(defineAuth({ key }), …)`,
 * TypeScript would otherwise take `null` for the user.
 */
export type LoadUser<U, C> = (claims: C) => Awaitable<U | null | undefined>

/** The part of a config that `getCurrentUser` reads. */
export interface TokenUsers<
  U = AccessTokenClaims,
  C = AccessTokenClaims,
  S extends string = string,
> extends TokenVerifier<C> {
  /** Every scope there is, with a description for the documentation, and with what it implies where it does. */
  readonly scopes?: Scopes<S> | undefined
  /** Finds the user by the claim `sub`; without it and `loadUser`, the user is the claims. */
  readonly findUser?: FindUser<U> | undefined
  /** Finds the user where tokens name users otherwise than logins do. */
  readonly loadUser?: LoadUser<U, C> | undefined
}

/**
 * `T`, which the config alone says. Where the answer is handed on, TypeScript would otherwise take a part of what is
 * asked for there, the `undefined` of `claims?: C | undefined`, for the claims. `NoInfer` would stay around the user in
 * all that is made of the answer: it makes one type two.
 */
type Settled<T> = [T][T extends unknown ? 0 : never]

/** Who sent a request, and what the token grants. */
export interface CurrentUser<U, C = AccessTokenClaims> {
  readonly user: U
  readonly scopes: readonly string[]
  readonly claims: C
}

/**
 * The user of a request or of a token, once the token is good, the user exists and the required scopes are granted.
 *
 * The order of refusals: no credentials, bad token, unknown user, missing scope (RFC 6750 §3.1). In a tree leave
 * `required` away: the engine knows what is demanded. It does not ask whether the user is disabled.
 *
 * @throws {UnauthenticatedError} the request carries no bearer token
 * @throws {InvalidTokenError} with the `reason`
 * @throws {InsufficientScopeError} a required scope is not granted
 * @throws {UnavailableError} `keys`: an issuer's keys are out of reach; an answer of 503
 * @throws {TypeError} `source` is neither a token nor a request, or as `verifyAccessToken`
 * @example
 * const { user, scopes } = await getCurrentUser(auth, request, ['items'])
 */
export function getCurrentUser<C = AccessTokenClaims, U = C, S extends string = string>(
  auth: TokenUsers<U, C, S>,
  source: string | RequestLike,
  required: readonly NoInfer<S>[] = [],
): Promise<CurrentUser<Settled<U>, Settled<C>>> {
  const refuse = (error: unknown): never => {
    reportRefusal(auth, error)
    throw isAccessError(error) ? challengedBy(error, BEARER, required) : error
  }
  try {
    const found = findCurrentUser(auth, source, required)
    return isPromise(found) ? Promise.resolve(found).catch(refuse) : promiseOf(found)
  } catch (error) {
    return Promise.reject(error).catch(refuse)
  }
}

function findCurrentUser<U, C>(
  auth: TokenUsers<U, C>,
  source: string | RequestLike,
  required: readonly string[],
): Awaitable<CurrentUser<U, C>> {
  const token = typeof source === 'string' ? source : readBearer(requestOf(source))
  if (token === undefined) throw new UnauthenticatedError()
  return whenReady(verifyToken(auth, token), (verified) =>
    whenReady(userOf(auth, verified), (user) => {
      if (user === undefined || user === null) throw new InvalidTokenError('unknown_user')
      const missing = missingScopes(scopeRules(auth.scopes), verified.scopes, required)
      if (missing.length > 0) throw new InsufficientScopeError(missing, required)
      return { user, scopes: verified.scopes, claims: verified.claims }
    }),
  )
}

function requestOf(source: unknown): RequestLike {
  if (typeof source === 'object' && source !== null && 'headers' in source) return source as RequestLike
  throw new TypeError('"source" must be a token or a request')
}

function userOf<U, C>(
  auth: TokenUsers<U, C>,
  { claims, subject }: VerifiedAccessToken<C>,
): Awaitable<U | null | undefined> {
  if (auth.loadUser !== undefined) return auth.loadUser(claims)
  if (auth.findUser !== undefined) return whenReady(auth.findUser(subject), (found) => checkAccount(found)?.user)
  // Without either nothing else says what U is, so it is its default: the claims.
  return claims as unknown as U
}
