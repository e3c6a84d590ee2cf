import { isPromise, type Awaitable } from '../wire/awaitable.js'
import type { RequestLike } from '../wire/request.js'
import { leave, whileOpen } from './cleanups.js'
import type { Dependency } from './dependency.js'
import { execute } from './execute.js'
import { edgeOf, type Edge } from './node.js'
import { planOf } from './plan-cache.js'
import { stateOf, type RequestEnvironment, type RequestState } from './request-state.js'

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
  readonly onCleanupError?: ((error: unknown) => void) | undefined
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
  if (options.onCleanupError) state.report = options.onCleanupError
  // The plan of a Dependency<T> computes a T: that is what its types were inferred from.
  const hold = (value: unknown): Session<T> => new OpenSession(value as T, state)
  const refuse = async (error: unknown): Promise<never> => {
    await leave(state, error)
    throw error
  }

  state.open += 1
  try {
    const value = execute(planOf(edgeOf(dependency)), state)
    return isPromise(value) ? value.then(hold, refuse) : hold(value)
  } catch (error) {
    return refuse(error)
  }
}

class OpenSession<T> implements Session<T> {
  readonly value: T
  readonly #state: RequestState
  #closing: Promise<void> | undefined

  constructor(value: T, state: RequestState) {
    this.value = value
    this.#state = state
  }

  get deferred(): boolean {
    return this.#state.cleanups.length > 0
  }

  readonly close = (error?: unknown): Promise<void> => {
    this.#closing ??= this.#leave(error)
    return this.#closing
  }

  async #leave(error: unknown): Promise<void> {
    await leave(this.#state, error)
  }
}

/** Resolves a dependency that is called as a function. */
export async function evaluate(edge: Edge, request: RequestLike): Promise<unknown> {
  const state = stateOf(request)
  return whileOpen(state, () => execute(planOf(edge), state))
}
