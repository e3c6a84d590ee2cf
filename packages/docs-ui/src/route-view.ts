import { securityOf, treeOf, type Names, type Route, type SecurityRequirement, type TreeNode } from '@scopetree/core'
import { isHidden } from '@scopetree/core/adapter'

/** A route as the tree page shows it. */
export interface RouteView {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tree: TreeNode | undefined
  /** Ways to be let in; none where everybody is. */
  readonly security: readonly SecurityRequirement[]
}

/** The routes that do not hide. */
export function routeViews(routes: Iterable<Route>, names?: Names): readonly RouteView[] {
  return [...routes]
    .filter((route) => !isHidden(route))
    .map(({ method, path, guard }, index) => ({
      id: `route-${index + 1}`,
      method,
      path,
      tree: guard && withoutRecord(treeOf(guard, names)),
      security: guard ? securityOf(guard) : [],
    }))
}

/** A guard that gives one value a name, `guard({ user: activeUser })`, demands no more than that one. */
function withoutRecord(tree: TreeNode): TreeNode {
  const [only, ...others] = tree.inputs
  return tree.name.startsWith('{ ') && only !== undefined && others.length === 0 ? only : tree
}
