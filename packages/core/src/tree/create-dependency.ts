import type { RequestLike } from '../wire/request.js'
import { EDGE, type AnyDependency } from './dependency.js'
import { edgeOf, type Edge } from './node.js'
import { evaluate } from './session.js'

/** The function that users hold, around a place in a tree. Its type is up to the caller, who knows what the node computes. */
export function createDependency(edge: Edge): AnyDependency {
  const dependency = (request: RequestLike, ...others: readonly unknown[]): Promise<unknown> =>
    others.some(isFunction) ? Promise.reject(noMiddleware(edge)) : evaluate(edge, request)
  return Object.defineProperties(dependency, {
    [EDGE]: { value: edge },
    name: { value: edge.node.name },
  }) as typeof dependency & { readonly [EDGE]: Edge }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

/** It would accept a request and never call `next`, so that nothing answers. */
function noMiddleware({ node }: Edge): TypeError {
  return new TypeError(`${node.name} is a dependency, not a middleware: put guard() around it`)
}

/** Whether `value` is a dependency, and not any other function. */
export function isDependency(value: unknown): value is AnyDependency {
  return typeof value === 'function' && EDGE in value
}

/**
 * The places of what a dependency is made from, and their names if they have any.
 *
 * @throws {TypeError} something is no dependency, or has a name that its value cannot have
 */
export function edgesOf(needs: unknown, caller: string): { edges: readonly Edge[]; keys: readonly string[] | null } {
  if (isDependency(needs)) return { edges: [edgeOf(needs)], keys: null }
  // A function that is none has no members to look at: it would be a guard that needs nothing.
  const entries: readonly [string, unknown][] =
    typeof needs === 'object' && needs !== null ? Object.entries(needs) : [['', needs]]
  const edges = entries.map(([, dependency]) => {
    if (!isDependency(dependency)) throw new TypeError(`${caller}: what it needs must be dependencies`)
    return edgeOf(dependency)
  })
  const keys = entries.map(([key]) => key)
  if (keys.includes('then')) throw new TypeError(`${caller}: a record with "then" would be taken for a promise`)
  return { edges, keys }
}
