import { isPromise, type Awaitable } from '../wire/awaitable.js'
import type { RequestLike } from '../wire/request.js'
import type { Dependency } from './dependency.js'
import { open, type SessionOptions } from './session.js'
import { whenBodyEnds } from './when-body-ends.js'

/** Options of `run`. */
export interface RunOptions extends SessionOptions {
  /**
   * Asked not to stop before cleanups are through that run after the response: on Workers
   * `(work) => ctx.waitUntil(work)`.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
}

/**
 * Resolves a dependency for a request and hands its value to `handler`: all that an edge runtime needs.
 *
 * What the dependencies deferred runs when the handler is through; after a `Response` with a body, when that body has
 * been sent or given up, or the request's `signal` tells that nobody will read it. Errors are thrown on:
 * `errorResponse(error)` makes a response of those that are ours.
 *
 * @throws {TypeError} what is no dependency, or has alternatives with too many combinations of scopes
 * @throws what the dependency refuses the request with, and what `handler` throws
 * @example
 * run(activeUser, request, (user) => Response.json(user))
 */
export async function run<T, R>(
  dependency: Dependency<T>,
  request: RequestLike,
  handler: (value: T) => Awaitable<R>,
  options?: RunOptions,
): Promise<R> {
  const opened = open(dependency, request, options)
  const session = isPromise(opened) ? await opened : opened
  try {
    const result = await handler(session.value)
    if (session.deferred && result instanceof Response && request.method !== 'HEAD') {
      // A Response made of a Response is what R asks for, as long as R is no class of the caller's own.
      return whenBodyEnds(result, session.close, { signal: signalOf(request), waitUntil: options?.waitUntil }) as R
    }
    await session.close()
    return result
  } catch (error) {
    await session.close(error)
    throw error
  }
}

function signalOf(request: RequestLike): AbortSignal | undefined {
  return 'signal' in request && request.signal instanceof AbortSignal ? request.signal : undefined
}
