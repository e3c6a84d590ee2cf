import type { RequestView } from '../wire/request.js'
import { deferCleanup, whileOpen } from './cleanups.js'
import type { Cleanup, Dependency, DependencyContext } from './dependency.js'
import { edgeOf, type Edge, type Node } from './node.js'
import { replacementOf } from './replacements.js'
import { planOf } from './plan-cache.js'
import type { Plan } from './plan.js'
import type { RequestState } from './request-state.js'

/** Runs a plan; given to whatever resolves something on demand. */
export type Execute = (plan: Plan, state: RequestState) => unknown

/** What the function or the verifier of `node` gets. */
export function contextOf(
  state: RequestState,
  node: Node,
  requiredScopes: readonly string[],
  execute: Execute,
): DependencyContext<string> {
  return new Context(state, node, requiredScopes, execute)
}

/** Getters on the prototype, so that a function pays only for what it takes out of its context. */
class Context implements DependencyContext<string> {
  readonly requiredScopes: readonly string[]
  readonly #state: RequestState
  readonly #node: Node
  readonly #execute: Execute
  readonly #round: number

  constructor(state: RequestState, node: Node, requiredScopes: readonly string[], execute: Execute) {
    this.#state = state
    this.#node = node
    this.requiredScopes = requiredScopes
    this.#execute = execute
    this.#round = state.round
  }

  get request(): RequestView {
    return this.#state.view
  }

  get platform(): unknown {
    return this.#state.platform
  }

  get defer(): (cleanup: Cleanup) => void {
    return (cleanup) => deferCleanup(this.#state, this.#node.name, cleanup)
  }

  get use(): <T>(resource: Dependency<T>) => Promise<T> {
    return async <T>(resource: Dependency<T>): Promise<T> => {
      const edge = edgeOf(resource)
      if (edge.node.schemes.size > 0) {
        throw new TypeError(
          `use(${edge.node.name}): it authenticates, so make it a dependency, where its scopes are seen`,
        )
      }
      if (this.#round !== this.#state.round) {
        throw new TypeError(
          `use(${edge.node.name}): the request of ${this.#node.name} is over, and nobody would close it`,
        )
      }
      refuseCycle((this.#state.uses ??= new Map()), this.#node, edge)
      const value = await whileOpen(this.#state, () => this.#execute(planOf(edge), this.#state))
      // The plan of a Dependency<T> computes a T: that is what its types were inferred from.
      return value as T
    }
  }
}

/** What is resolved on demand is known only at run time; two that wait for each other would hang the request. */
function refuseCycle(uses: Map<Node, Set<Node>>, user: Node, resource: Edge): void {
  const used = uses.get(user) ?? new Set()
  if (used.has(resource.node)) return
  const visited = new Set<Node>()
  const leadsToUser = (original: Node): boolean => {
    const node = replacementOf(original)
    if (node === user) return true
    if (visited.has(node)) return false
    visited.add(node)
    return [...node.inputs.map((input) => input.node), ...(uses.get(node) ?? [])].some(leadsToUser)
  }
  if (leadsToUser(resource.node)) throw new TypeError(`use(${resource.node.name}): it needs ${user.name} itself`)
  uses.set(user, used.add(resource.node))
}
