import { isDependency } from './create-dependency.js'
import type { AnyDependency, Needs } from './dependency.js'
import { depends } from './depends.js'
import { edgeOf, type Edge, type Node } from './node.js'
import { compile, type Plan, type Step } from './plan.js'

/** A dependency as data: what it is, what it needs, and which scopes are demanded where. */
export interface TreeNode {
  /** The same wherever the same dependency stands and sees the same scopes. */
  readonly id: number
  readonly name: string
  readonly kind: Node['kind']
  /** The scopes that are demanded right here, of this dependency and what is below it. */
  readonly demands: readonly string[]
  /** The scopes that it sees: the union of what is demanded on every path to it, outermost first. */
  readonly scopes: readonly string[]
  readonly inputs: readonly TreeNode[]
  /** It stands further up already, with its inputs, and is not unfolded again. */
  readonly repeated: boolean
}

/** Names for dependencies that have none of their own. */
export type Names = Readonly<Record<string, AnyDependency>>

/**
 * The tree of a dependency, as data; linear in its size, since what several need is unfolded once.
 *
 * Names are those of functions and schemes, or the keys of a record: `treeOf({ activeUser })`, `treeOf(route, { currentUser })`.
 * What stands under several keys of a record keeps its own name.
 *
 * @throws {TypeError} something in `needs` or `names` is no dependency, or alternatives have too many combinations of
 * scopes
 */
export function treeOf(needs: Needs, names: Names = {}): TreeNode {
  const labels = labelsOf(names, isDependency(needs) ? {} : needs)
  const ids = new Map<string, number>()
  const steps = new Map<Plan, ReadonlyMap<Node, Step>>()
  const stepOf = (plan: Plan, node: Node): Step | undefined => {
    const known = steps.get(plan) ?? new Map(plan.steps.map((step) => [step.node, step]))
    steps.set(plan, known)
    return known.get(node)
  }

  const unfold = ({ node, scopes: demands }: Edge, plan: Plan): TreeNode => {
    const step = stepOf(plan, node)
    if (step === undefined) throw new RangeError(`${node.name} is not in its own plan`)
    const place = placeOf(step)
    const known = ids.get(place)
    const id = known ?? ids.size
    ids.set(place, id)
    const { name, kind, inputs } = node
    const below = inputs.map((input, index) => ({ input, plan: step.branches[index] ?? plan }))
    return {
      id,
      name: labels.get(node) ?? name,
      kind,
      demands,
      scopes: step.scopes,
      inputs: known === undefined ? below.map((branch) => unfold(branch.input, branch.plan)) : [],
      repeated: known !== undefined,
    }
  }
  const root = rootOf(needs)
  return unfold(root, compile(root))
}

/** Alternatives have steps of their own for what the rest of the tree needs as well: what has one result is one place. */
function placeOf({ key, scopes }: Step): string {
  return `${key.id} ${scopes.toSorted().join(' ')}`
}

/** What dependencies are called, but for those that a record has under several keys: one place must not be named as another. */
function labelsOf(names: Names, keys: Names): ReadonlyMap<Node, string> {
  const labels = new Map(Object.entries(names).map(([name, named]) => [edgeOf(named).node, name]))
  const only = new Map<Node, string | undefined>()
  for (const [key, keyed] of Object.entries(keys)) {
    const { node } = edgeOf(keyed)
    only.set(node, only.has(node) ? undefined : key)
  }
  for (const [node, key] of only) if (key !== undefined) labels.set(node, key)
  return labels
}

/** A record of one is that one, under its name. */
function rootOf(needs: Needs): Edge {
  if (isDependency(needs)) return edgeOf(needs)
  const [only, ...others] = Object.values(needs)
  return only !== undefined && others.length === 0 ? edgeOf(only) : edgeOf(depends(needs))
}
