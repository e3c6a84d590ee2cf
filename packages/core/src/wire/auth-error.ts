import { BEARER, challengeHeader, type Challenge, type HeaderLines } from './challenge.js'
import { ResponseError } from './response-error.js'

const BRAND = Symbol.for('scopetree.AuthError')

/** What a security function throws on purpose: something to tell the client, never a bug or a failing store. */
export abstract class AuthError extends ResponseError {
  /** @internal */
  readonly [BRAND] = true
  /** The RFC's error code where there is one. */
  abstract readonly code: string
  /** Finer than `code`, for logs and metrics. */
  abstract readonly reason: string
  /** What `WWW-Authenticate` offers, and what it says went wrong. */
  readonly challenges: readonly Challenge[] = []

  get headers(): HeaderLines {
    return challengeHeader(this.challenges)
  }
}

/** Whether `value` is an `AuthError`, of this copy of the package or another. */
export function isAuthError(value: unknown): value is AuthError {
  return typeof value === 'object' && value !== null && BRAND in value
}

/** The credentials of a request were missing, bad, or not enough: the errors that carry a challenge. */
export abstract class AccessError extends AuthError {
  /** How far the request got; among alternatives the furthest failure is reported. */
  abstract readonly progress: 0 | 1 | 2
  override readonly challenges: readonly Challenge[] = [BEARER]

  /** The scopes that the route demands. */
  get scopes(): readonly string[] {
    return this.challenges[0]?.scopes ?? []
  }
}

export function isAccessError(value: unknown): value is AccessError {
  return isAuthError(value) && 'progress' in value
}

/**
 * The same error with other challenges.
 *
 * A copy, because one failed verification may be reported by several guards that demand different scopes. Only the
 * constructor of `Error` runs, so that the copy is a real error and keeps its class whatever its constructor asks for;
 * private members of a class stay with the original.
 */
export function withChallenges<E extends AccessError>(error: E, challenges: readonly Challenge[]): E {
  const copy: E = Reflect.construct(Error, [], error.constructor)
  return Object.defineProperties(copy, {
    ...Object.getOwnPropertyDescriptors(error),
    challenges: { value: challenges, enumerable: true },
  })
}

/** The same error as one scheme tells it, on a route that demands `scopes` of that scheme. */
export function challengedBy<E extends AccessError>(error: E, scheme: ChallengingScheme, scopes: readonly string[]): E {
  return withChallenges(error, [challengeOf(error, scheme, scopes)])
}

/** Has an error that nobody else holds tell what one scheme does: a copy costs as much as the rest of a refusal. */
export function challenge<E extends AccessError>(error: E, scheme: ChallengingScheme, scopes: readonly string[]): E {
  return Object.assign(error, { challenges: [challengeOf(error, scheme, scopes)] })
}

type ChallengingScheme = Pick<Challenge, 'scheme' | 'params'>

function challengeOf(error: AccessError, { scheme, params }: ChallengingScheme, scopes: readonly string[]): Challenge {
  const { code, message, progress } = error
  const challenge = { scheme, params: { ...params }, scopes }
  return progress === 0 ? challenge : { ...challenge, error: { code, description: message } }
}

/** Whether nobody has said yet how the client may answer: what stands there is `BEARER`, from a constructor. */
export function isUnchallenged({ challenges }: AccessError): boolean {
  return challenges.every(({ params }) => params === BEARER.params)
}
