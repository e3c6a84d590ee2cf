import { memoKey, type MemoKey } from './memo-key.js'
import type { Edge, Node, SchemeNode } from './node.js'

/** One node of one guard, with everything about it that is known before a request. */
export interface Step<N extends Node = Node> {
  readonly node: N
  /** The union of the scopes on every path from the route to it, outermost first. */
  readonly scopes: readonly string[]
  /** Which steps its values come from. */
  readonly inputs: readonly number[]
  /** What it chooses from, each a plan of its own. */
  readonly branches: readonly Plan[]
  /** What its result is remembered under. */
  readonly key: MemoKey
}

/**
 * A dependency's tree, flat, in stages that run one after the other: schemes, then choices, then everything else.
 *
 * No function runs before every scheme has accepted the request, with its scopes. Inputs stand before what needs them,
 * so the last step is the dependency itself.
 */
export interface Plan {
  readonly steps: readonly Step[]
  /** Before which step each stage ends. */
  readonly ends: readonly number[]
}

export function isSchemeStep(step: Step): step is Step<SchemeNode> {
  return isScheme(step.node)
}

/** What stands in for a node while a test overrides it. */
export type Substitute = (node: Node) => Node

/** Alternatives that each demand scopes of their own multiply: more of them than anyone can mean. */
const MAX_LAYOUTS = 10_000

/**
 * Lays a tree out flat. The work is linear in its nodes and edges, however many paths lead through them.
 *
 * @throws {TypeError} nested alternatives whose scopes make too many combinations
 */
export function compile(root: Edge, substitute: Substitute = (node) => node): Plan {
  const inForce = (edge: Edge): Edge => ({ node: substitute(edge.node), scopes: edge.scopes })
  // A choice resolves its inputs itself, one after the other.
  const inputsOf = (node: Node): readonly Edge[] => (isChoice(node) ? [] : node.inputs.map(inForce))
  // Choices nest, and their branches share nodes: each is laid out once for the scopes that it inherits.
  const known = new Map<Edge, Map<string, Plan>>()
  let layouts = 0

  const planOf = (edge: Edge, inherited: readonly string[]): Plan => {
    const plans = known.get(edge) ?? new Map<string, Plan>()
    known.set(edge, plans)
    const key = inherited.join(' ')
    const plan = plans.get(key) ?? layOut(inForce(edge), inherited)
    plans.set(key, plan)
    return plan
  }
  const layOut = (edge: Edge, inherited: readonly string[]): Plan => {
    layouts += 1
    if (layouts > MAX_LAYOUTS)
      throw new TypeError(`the alternatives of ${root.node.name} have too many combinations of scopes`)
    const demands = demandsOf(edge, inherited, inputsOf)
    const positions = new Map<Node, number>()
    const steps: Step[] = []
    const order = inputsFirst(edge.node, inputsOf)
    const stages = [order.filter(isScheme), order.filter(isChoice), order.filter(isOther)]
    for (const node of stages.flat()) {
      const scopes = Object.freeze(scopesSeen(node, [...(demands.get(node) ?? [])]))
      const inputs = inputsOf(node).map((input) => positions.get(input.node) ?? -1)
      const branches = isChoice(node) ? node.inputs.map((branch) => planOf(branch, scopes)) : []
      positions.set(node, steps.length)
      const keys = inputs.flatMap((input) => steps[input]?.key ?? [])
      steps.push({ node, scopes, inputs, branches, key: keyOf(node, scopes, keys) })
    }
    const ends = stages.map((_, index) => stages.slice(0, index + 1).flat().length)
    return { steps, ends }
  }
  return planOf(root, [])
}

/** What a node needs that is resolved before it. */
type InputsOf = (node: Node) => readonly Edge[]

/** The scopes demanded of each node: parents pass theirs on before their children do, in order of declaration. */
function demandsOf(root: Edge, inherited: readonly string[], inputsOf: InputsOf): Map<Node, Set<string>> {
  const demands = new Map([[root.node, new Set([...inherited, ...root.scopes])]])
  const parentsFirst = inputsFirst(root.node, (node) => inputsOf(node).toReversed()).toReversed()
  for (const node of parentsFirst) {
    const own = demands.get(node) ?? []
    for (const input of inputsOf(node)) {
      demands.set(input.node, new Set([...(demands.get(input.node) ?? []), ...own, ...input.scopes]))
    }
  }
  return demands
}

function inputsFirst(root: Node, inputsOf: InputsOf): Node[] {
  const visited = new Set<Node>()
  const order: Node[] = []
  const visit = (node: Node): void => {
    if (visited.has(node)) return
    visited.add(node)
    for (const input of inputsOf(node)) visit(input.node)
    order.push(node)
  }
  visit(root)
  return order
}

/**
 * Who somebody is does not depend on what is demanded of them, so a scheme has one key for all scopes. The branches of a
 * choice see nothing but what it sees itself, so its key says all of them.
 */
function keyOf(node: Node, scopes: readonly string[], inputs: readonly MemoKey[]): MemoKey {
  return isScheme(node) ? memoKey(node, [], []) : memoKey(node, scopes, inputs)
}

function isScheme(node: Node): boolean {
  return node.kind === 'scheme'
}

function isOther(node: Node): boolean {
  return !isScheme(node) && !isChoice(node)
}

function isChoice(node: Node): boolean {
  return node.kind === 'anyOf' || node.kind === 'optional'
}

/** A scheme answers for the scopes that it declares; a node with no scheme below has none to see. */
function scopesSeen(node: Node, demanded: readonly string[]): readonly string[] {
  if (node.kind === 'scheme') return demanded.filter((scope) => node.checks.has(scope))
  return node.schemes.size === 0 ? [] : demanded
}
