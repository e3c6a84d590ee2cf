import type { Node } from './node.js'

/** What a result is remembered under within a request. */
export interface MemoKey {
  readonly id: number
}

const keys = new WeakMap<Node, Map<string, MemoKey>>()
let count = 0

/**
 * One key for a node, the scopes it sees, in any order, and the keys of what it is computed from: below a dependency that
 * demands nothing itself may stand one that sees other scopes in another guard, and has another value there.
 */
export function memoKey(node: Node, scopes: readonly string[], inputs: readonly MemoKey[]): MemoKey {
  const known = keys.get(node) ?? new Map<string, MemoKey>()
  keys.set(node, known)
  const name = JSON.stringify([scopes.toSorted(), inputs.map(({ id }) => id)])
  const key = known.get(name) ?? { id: (count += 1) }
  known.set(name, key)
  return key
}
