import { createDependency, edgesOf, isDependency } from './create-dependency.js'
import type { Dependency, DependencyContext, Needs, ScopesOf, ValueOf } from './dependency.js'
import { functionNode, joinNames } from './node.js'

/** A dependency that needs nothing but the request: a database handle, a tenant, an address check. */
export function depends<R>(fn: (context: DependencyContext) => R): Dependency<Awaited<R>>
/** Several dependencies as one, which gives the record of their values. */
export function depends<N extends Needs>(needs: N): Dependency<ValueOf<N>, ScopesOf<N>>
/**
 * A dependency on top of others (FastAPI's `Depends`).
 *
 * `fn` gets their value, or the record of their values, when every security scheme below has accepted the request. It
 * returns what the next one sees, and throws to refuse: `HttpError` for a refusal of its own. It runs once per request
 * for the scopes it sees. Its name is the dependency's name.
 *
 * @throws {TypeError} something in `needs` is no dependency, or `fn` no function
 * @example
 * const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
 *   if (user.disabled) throw new HttpError(400, 'Inactive user')
 *   return user
 * })
 */
export function depends<N extends Needs, R>(
  needs: N,
  fn: (value: ValueOf<N>, context: DependencyContext<ScopesOf<N>>) => R,
): Dependency<Awaited<R>, ScopesOf<N>>
export function depends(needs: Needs | ((context: never) => unknown), fn?: (...args: never[]) => unknown): unknown {
  if (typeof needs === 'function' && !isDependency(needs) && fn === undefined) {
    return createDependency({
      node: functionNode(needs.name || 'resource', [], (_, context) => call(needs, context)),
      scopes: [],
    })
  }
  if (fn !== undefined && typeof fn !== 'function') throw new TypeError('depends(): the second argument is no function')
  const { edges, keys } = edgesOf(needs, 'depends()')
  const names = joinNames(keys ?? edges.map(({ node }) => node.name), ', ')
  const name = fn?.name || (keys ? `{ ${names} }` : `depends(${names})`)
  const valueOf = keys ? recordOf(keys) : (values: readonly unknown[]) => values[0]
  return createDependency({
    node: functionNode(name, edges, fn ? (values, context) => call(fn, valueOf(values), context) : valueOf),
    scopes: [],
  })
}

/** The overloads above pair `fn` with the values that it gets. */
function call(fn: (...args: never[]) => unknown, ...args: readonly unknown[]): unknown {
  return fn(...(args as readonly never[]))
}

function recordOf(keys: readonly string[]): (values: readonly unknown[]) => Record<string, unknown> {
  // Each is a copy of one shape: with every key its own from the start, no name of a key means anything to an assignment.
  const shape: Record<string, unknown> = Object.fromEntries(keys.map((key) => [key, undefined]))
  return (values) => {
    const record = { ...shape }
    keys.forEach((key, index) => (record[key] = values[index]))
    return record
  }
}
