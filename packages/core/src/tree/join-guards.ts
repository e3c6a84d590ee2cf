import { createDependency } from './create-dependency.js'
import type { Dependency } from './dependency.js'
import { edgeOf, functionNode, type Edge, type Node } from './node.js'

const JOINTS = new WeakSet<Node>()

/** For `routesOf`: what the guards that stand before one route demand together; `undefined` where there is none. */
export function joinGuards(guards: readonly Dependency<unknown>[]): Dependency<unknown> | undefined {
  const different = [...new Set(guards)]
  if (different.length < 2) return different[0]
  const edges = different.map(edgeOf)
  const name = edges.map(({ node }) => node.name).join(' + ')
  const node = functionNode(name, edges, (values) => values)
  JOINTS.add(node)
  return createDependency({ node, scopes: [] })
}

/** The guards that were joined into this one, each of which demands its own scopes; or the one that it is. */
export function separateGuards(edge: Edge): readonly Edge[] {
  return JOINTS.has(edge.node) ? edge.node.inputs : [edge]
}
