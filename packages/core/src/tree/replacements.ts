import type { Node } from './node.js'

/**
 * What tests have put in place of dependencies, latest last.
 *
 * State of the module, on purpose: guards are made long before a test runs and have to see it. A replacement is only
 * ever made through `@scopetree/core/testing`.
 */
const replacements = new Map<Node, Node[]>()
let changes = 0

/** Counts up with every change; a plan that was compiled under another number may be out of date. */
export function overrideVersion(): number {
  return changes
}

/** What stands in for `node` at present. */
export function replacementOf(node: Node): Node {
  return replacements.get(node)?.at(-1) ?? node
}

/** Puts `replacement` in place of `node` until the function that it returns is called. */
export function replace(node: Node, replacement: Node): () => void {
  replacements.set(node, [...(replacements.get(node) ?? []), replacement])
  changes += 1
  return () => {
    const others = (replacements.get(node) ?? []).filter((other) => other !== replacement)
    if (others.length === 0) replacements.delete(node)
    else replacements.set(node, others)
    changes += 1
  }
}
