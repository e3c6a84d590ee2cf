import { isPromise, type Awaitable } from '../wire/awaitable.js'
import type { RequestLike } from '../wire/request.js'
import { leave } from './cleanups.js'
import type { Dependency } from './dependency.js'
import { execute } from './execute.js'
import { edgeOf } from './node.js'
import { planOf } from './plan-cache.js'
import { stateOf, type RequestEnvironment, type RequestState, type WhenOver } from './request-state.js'

/** What `resolve` is told beside the request. */
export interface ResponseEnvironment extends RequestEnvironment {
  /** Asked with the first cleanup of a request, by the first guard that the request met. */
  readonly whenOver: WhenOver
}

/**
 * Resolves a dependency for a request whose host can tell by itself when the response is over: for adapters.
 *
 * What it returns is a promise only if something had to be awaited. What was deferred runs when `whenOver` says so and no
 * dependency runs any more, last one first, also where one refuses; a cleanup that fails is printed, and the others run
 * all the same.
 */
export function resolve<T>(
  dependency: Dependency<T>,
  request: RequestLike,
  environment: ResponseEnvironment,
): Awaitable<T> {
  const state = stateOf(request, environment)
  state.whenOver ??= environment.whenOver
  state.open += 1
  try {
    const value = execute(planOf(edgeOf(dependency)), state)
    // The plan of a Dependency<T> computes a T: that is what its types were inferred from.
    return (isPromise(value) ? whenSettled(value, state) : accept(value, state)) as Awaitable<T>
  } catch (error) {
    return refuse(error, state)
  }
}

function whenSettled(value: PromiseLike<unknown>, state: RequestState): PromiseLike<unknown> {
  return value.then(
    (there) => accept(there, state),
    (error: unknown) => refuse(error, state),
  )
}

function accept(value: unknown, state: RequestState): unknown {
  void leave(state)
  return value
}

/** Cleanups are told of the refusal, whatever the application makes of it. */
function refuse(error: unknown, state: RequestState): never {
  void leave(state, error)
  throw error
}
