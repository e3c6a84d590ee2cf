import type { Edge, Node } from './node.js'

/** One node of one guard, with everything about it that is known before a request. */
export interface Step<N extends Node = Node> {
  readonly node: N
  /** The union of the scopes on every path from the route to it, outermost first. */
  readonly scopes: readonly string[]
  /** Which steps its values come from. */
  readonly inputs: readonly number[]
  /** What it chooses from, each a plan of its own. */
  readonly branches: readonly Plan[]
  /** Tells apart, within a request, results that may differ with the scopes demanded. */
  readonly key: string
}

/**
 * A dependency's tree, flat: inputs stand before what needs them, so the last step is the dependency itself.
 *
 * The stages run one after the other: schemes, then choices between schemes, then everything else.
 */
export interface Plan {
  readonly steps: readonly Step[]
  readonly stages: readonly (readonly number[])[]
}

/** What stands in for a node while a test overrides it. */
export type Substitute = (node: Node) => Node

/** Lays a tree out flat. The work is linear in its nodes and edges, however many paths lead through them. */
export function compile(root: Edge, substitute: Substitute = (node) => node): Plan {
  return new Compilation(substitute).plan(root, [])
}

class Compilation {
  readonly #substitute: Substitute
  /** Choices nest, and their branches share nodes: each is laid out once per set of scopes. */
  readonly #branches = new Map<Edge, Map<string, Plan>>()

  constructor(substitute: Substitute) {
    this.#substitute = substitute
  }

  plan(root: Edge, inherited: readonly string[]): Plan {
    const order = this.#inputsFirst(root)
    const demanded = this.#demands(root, inherited)
    const position = new Map(order.map((node, index) => [node, index]))
    const steps = order.map((node) => this.#step(node, [...(demanded.get(node) ?? [])], position))
    return { steps, stages: stagesOf(steps) }
  }

  #step(node: Node, demanded: readonly string[], position: ReadonlyMap<Node, number>): Step {
    const scopes = Object.freeze(scopesSeen(node, demanded))
    return {
      node,
      scopes,
      inputs: this.#inputs(node).map((input) => position.get(this.#substitute(input.node)) ?? -1),
      branches: isChoice(node) ? node.inputs.map((branch) => this.#branch(branch, scopes)) : [],
      key: scopes.toSorted().join(' '),
    }
  }

  #branch(edge: Edge, inherited: readonly string[]): Plan {
    const key = inherited.join(' ')
    const plans = this.#branches.get(edge) ?? new Map<string, Plan>()
    this.#branches.set(edge, plans)
    const plan = plans.get(key) ?? this.plan(edge, inherited)
    plans.set(key, plan)
    return plan
  }

  /** The scopes demanded of each node: parents pass theirs on before their children do, in order of declaration. */
  #demands(root: Edge, inherited: readonly string[]): ReadonlyMap<Node, ReadonlySet<string>> {
    const demands = new Map([[this.#substitute(root.node), new Set([...inherited, ...root.scopes])]])
    for (const node of this.#inputsFirst(root, (inputs) => inputs.toReversed()).toReversed()) {
      const own = demands.get(node) ?? new Set()
      for (const input of this.#inputs(node)) {
        const child = this.#substitute(input.node)
        demands.set(child, new Set([...(demands.get(child) ?? []), ...own, ...input.scopes]))
      }
    }
    return demands
  }

  #inputsFirst(root: Edge, arrange = (inputs: readonly Edge[]): readonly Edge[] => inputs): Node[] {
    const visited = new Set<Node>()
    const order: Node[] = []
    const visit = (edge: Edge): void => {
      const node = this.#substitute(edge.node)
      if (visited.has(node)) return
      visited.add(node)
      arrange(this.#inputs(node)).forEach(visit)
      order.push(node)
    }
    visit(root)
    return order
  }

  /** A choice resolves its inputs itself, one after the other. */
  #inputs(node: Node): readonly Edge[] {
    return isChoice(node) ? [] : node.inputs
  }
}

function isChoice(node: Node): boolean {
  return node.kind === 'anyOf' || node.kind === 'optional'
}

/** A scheme answers for the scopes that it declares; a node with no scheme below has none to see. */
function scopesSeen(node: Node, demanded: readonly string[]): readonly string[] {
  if (node.kind === 'scheme') return demanded.filter((scope) => node.checks.has(scope))
  return node.schemes.size === 0 ? [] : demanded
}

/** No function runs before every scheme has accepted the request, with its scopes. */
function stagesOf(steps: readonly Step[]): readonly (readonly number[])[] {
  const stage = (belongs: (node: Node) => boolean): number[] =>
    steps.flatMap(({ node }, index) => (belongs(node) ? [index] : []))
  return [
    stage(({ kind }) => kind === 'scheme'),
    stage(isChoice),
    stage(({ kind }) => kind === 'function' || kind === 'authentication'),
  ].filter(({ length }) => length > 0)
}
