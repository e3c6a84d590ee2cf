import type { ServerResponse } from 'node:http'

/** Express tells error handlers alone what a request failed with; cleanups learn it from here. */
const failures = new WeakMap<ServerResponse, unknown>()

/** Remembers what the request of a response failed with. */
export function setFailure(res: ServerResponse, error: unknown): void {
  failures.set(res, error)
}

/** What the request of a response failed with, as far as `authErrors` saw it. */
export function failureOf(res: ServerResponse): unknown {
  return failures.get(res)
}
