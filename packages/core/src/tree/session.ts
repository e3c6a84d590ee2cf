import { isPromise, type Awaitable } from '../wire/awaitable.js'
import type { RequestLike } from '../wire/request.js'
import type { Cleanup, Dependency } from './dependency.js'
import { execute } from './execute.js'
import { edgeOf, type Edge } from './node.js'
import { planOf } from './plan-cache.js'
import { attempt, Failure, stateOf, type RequestEnvironment, type RequestState } from './request-state.js'

/** A dependency that was resolved for a request, until the response is over. */
export interface Session<T> {
  readonly value: T
  /** Whether something waits for the end of the response. */
  readonly deferred: boolean
  /**
   * Says that the response is over, and with what error if the request failed.
   *
   * When the last session of a request is closed, what its dependencies deferred runs, last one first. It never
   * rejects: a cleanup that fails is reported, and the others run all the same.
   */
  readonly close: (error?: unknown) => Promise<void>
}

/** What `open` may be told beside the request. */
export interface SessionOptions extends RequestEnvironment {
  /** Told of a cleanup that failed. Default: `console.error`. */
  readonly onCleanupError?: (error: unknown) => void
}

/**
 * Resolves a dependency for a request that the caller will close: what adapters are made of.
 *
 * What it returns is a promise only if something had to be awaited. If the dependency refuses, there is no session to
 * close.
 */
export function open<T>(
  dependency: Dependency<T>,
  request: RequestLike,
  options: SessionOptions = {},
): Awaitable<Session<T>> {
  const state = stateOf(request, options)
  const { onCleanupError = console.error } = options
  const close = (error?: unknown): Promise<void> => leave(state, error, onCleanupError)
  // The plan of a Dependency<T> computes a T: that is what its types were inferred from.
  const session = (value: unknown): Session<T> => ({
    value: value as T,
    get deferred() {
      return state.cleanups.length > 0
    },
    close: onlyOnce(close),
  })
  const refuse = async (error: unknown): Promise<never> => {
    await close(error)
    throw error
  }

  state.open += 1
  const result = attempt(() => execute(planOf(edgeOf(dependency)), state))
  if (result instanceof Failure) return refuse(result.error)
  return isPromise(result) ? result.then(session, refuse) : session(result)
}

function onlyOnce(close: Session<unknown>['close']): Session<unknown>['close'] {
  let closing: Promise<void> | undefined
  return (error) => (closing ??= close(error))
}

async function leave(state: RequestState, error: unknown, report: (error: unknown) => void): Promise<void> {
  state.open -= 1
  state.error ??= error
  if (state.open > 0) return
  const failure = state.error
  state.error = undefined
  state.results.clear()
  state.uses.clear()
  for (let cleanup = state.cleanups.pop(); cleanup; cleanup = state.cleanups.pop()) {
    await runCleanup(cleanup, failure).catch(report).catch(console.error)
  }
}

async function runCleanup(cleanup: Cleanup, error: unknown): Promise<void> {
  await cleanup(error)
}

/** Resolves a dependency that is called as a function. Whoever called it does not say when the request is over. */
export async function evaluate(edge: Edge, request: RequestLike): Promise<unknown> {
  return execute(planOf(edge), stateOf(request))
}
