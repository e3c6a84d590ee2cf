import type { RequestLike } from '../wire/request.js'
import { EDGE, type AnyDependency, type Needs } from './dependency.js'
import { edgeOf, type Edge } from './node.js'
import { evaluate } from './session.js'

/** The function that users hold, around a place in a tree. Its type is up to the caller, who knows what the node computes. */
export function createDependency(edge: Edge): AnyDependency {
  const dependency = (request: RequestLike): Promise<unknown> => evaluate(edge, request)
  return Object.defineProperties(dependency, {
    [EDGE]: { value: edge },
    name: { value: edge.node.name },
  }) as typeof dependency & { readonly [EDGE]: Edge }
}

/** Whether `value` is a dependency, and not any other function. */
export function isDependency(value: unknown): value is AnyDependency {
  return typeof value === 'function' && EDGE in value
}

/** The places of what a dependency is made from, and their names if they have any. */
export function edgesOf(needs: Needs, caller: string): { edges: readonly Edge[]; keys: readonly string[] | null } {
  const dependencies: readonly unknown[] = isDependency(needs) ? [needs] : Object.values(needs)
  return {
    keys: isDependency(needs) ? null : Object.keys(needs),
    edges: dependencies.map((dependency) => {
      if (!isDependency(dependency)) throw new TypeError(`${caller}: what it needs must be dependencies`)
      return edgeOf(dependency)
    }),
  }
}
