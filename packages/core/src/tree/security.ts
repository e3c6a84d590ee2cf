import { createDependency } from './create-dependency.js'
import type { Dependency } from './dependency.js'
import { edgeOf } from './node.js'

/**
 * The same dependency, demanding these scopes as well, of it and of everything below it (FastAPI's `Security`).
 *
 * @throws {TypeError} a scope that no security scheme below declares, so that nothing would check it; no dependency
 * @example
 * app.get('/users/me/items/', guard({ user: security(activeUser, 'items') }), handler)
 */
export function security<T, S extends string>(
  dependency: Dependency<T, S>,
  ...scopes: NoInfer<S>[]
  // Not inferred from where the result goes either, as an argument that is asked for no scopes: there S would be never.
): Dependency<T, NoInfer<S>> {
  const { node, scopes: demanded } = edgeOf(dependency)
  for (const scope of scopes) {
    if (!node.checks.has(scope)) {
      const known = [...node.checks].join(', ') || 'none'
      throw new TypeError(
        `security(${node.name}, ${JSON.stringify(scope)}): nothing below checks that scope; known: ${known}`,
      )
    }
  }
  // The node is the same, and so is the value that it computes.
  return createDependency({ node, scopes: [...new Set([...scopes, ...demanded])] }) as Dependency<T, S>
}
