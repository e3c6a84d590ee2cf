import type { Node } from './node.js'

const keys = new WeakMap<Node, Map<string, object>>()

/** What a result is remembered under within a request: one object for a node and the scopes it sees, in any order. */
export function memoKey(node: Node, scopes: readonly string[]): object {
  if (scopes.length === 0) return node
  const known = keys.get(node) ?? new Map<string, object>()
  keys.set(node, known)
  const name = scopes.toSorted().join(' ')
  const key = known.get(name) ?? {}
  known.set(name, key)
  return key
}
