import { challenge, challengedBy, isAccessError } from '../wire/auth-error.js'
import { isPromise, valueAtHand, type Awaitable } from '../wire/awaitable.js'
import { InsufficientScopeError, InvalidTokenError, UnauthenticatedError } from '../wire/errors.js'
import { ownMember } from '../wire/own-member.js'
import { missingScopes } from '../wire/scope-rules.js'
import { contextOf, type Execute } from './context.js'
import type { Verified } from './dependency.js'
import type { SchemeNode } from './node.js'
import type { Step } from './plan.js'
import { attempt, Failure, once, type RequestState } from './request-state.js'

/**
 * What a scheme's verifier says of the request, once the scopes of this guard are found among those granted.
 *
 * The verification does not depend on the scopes and happens once per request; the comparison happens in each guard.
 */
export function authenticate({ node, scopes }: Step<SchemeNode>, state: RequestState, execute: Execute): unknown {
  const refuse = (error: unknown): never => {
    throw isAccessError(error) ? challengedBy(error, node.challenge, scopes) : error
  }
  const check = (verified: unknown): unknown => {
    if (verified === undefined) throw challenge(new UnauthenticatedError(), node.challenge, scopes)
    // `verify` below is the only one that puts something in this place.
    const { scopes: granted = [] } = verified as Verified<unknown>
    const missing = missingScopes(node.rules, granted, scopes)
    if (missing.length > 0) throw challenge(new InsufficientScopeError(missing), node.challenge, scopes)
    return verified
  }
  const verified = once(state, node, () => verify(node, state, execute))
  if (verified instanceof Failure) return refuse(verified.error)
  return isPromise(verified) ? verified.then(check, refuse) : check(verified)
}

/** Whether the request carries credentials of this scheme, good or bad or such that they cannot even be read. */
export function carriesCredentials(node: SchemeNode, state: RequestState): boolean {
  return attempt(() => node.extract(state.view)) !== undefined
}

/** `undefined`: the request carries no credentials of this scheme. */
function verify(node: SchemeNode, state: RequestState, execute: Execute): Awaitable<Verified<unknown> | undefined> {
  const credentials = node.extract(state.view)
  if (credentials === undefined) return undefined
  const found = valueAtHand(node.verify(credentials, contextOf(state, node, [], execute)))
  return isPromise(found) ? found.then((answer) => verifiedOf(node, answer)) : verifiedOf(node, found)
}

/**
 * A verifier in JavaScript may answer anything: a text would be searched for scopes as for a part of it, and a lookup
 * that found nobody would be a user.
 */
function verifiedOf(node: SchemeNode, answer: unknown): Verified<unknown> {
  if (answer === null || answer === undefined) throw new InvalidTokenError('unknown_user')
  if (typeof answer !== 'object' || !Object.hasOwn(answer, 'user')) {
    throw new TypeError(`the verifier of ${node.name} must answer { user, scopes } or null`)
  }
  const verified = answer as Verified<unknown>
  const { user } = verified
  const scopes = ownMember(verified, 'scopes')
  if (user === null || user === undefined) throw new InvalidTokenError('unknown_user')
  if (isPromise(user)) throw new TypeError(`the verifier of ${node.name} must await the user that it answers`)
  if (scopes !== undefined && !Array.isArray(scopes)) {
    throw new TypeError(`the verifier of ${node.name} must answer its scopes as an array`)
  }
  return { user, scopes: scopes ?? [], claims: ownMember(verified, 'claims') }
}
