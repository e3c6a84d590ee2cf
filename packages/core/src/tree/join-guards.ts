import { createDependency } from './create-dependency.js'
import type { Dependency } from './dependency.js'
import { functionNode } from './depends.js'
import { edgeOf } from './node.js'

/** For `routesOf`: what the guards that stand before one route demand together; `undefined` where there is none. */
export function joinGuards(guards: readonly Dependency<unknown>[]): Dependency<unknown> | undefined {
  const different = [...new Set(guards)]
  if (different.length < 2) return different[0]
  const edges = different.map(edgeOf)
  const name = edges.map(({ node }) => node.name).join(' + ')
  return createDependency({ node: functionNode(name, edges, (values) => values), scopes: [] })
}
