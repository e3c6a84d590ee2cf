import { createDependency } from './create-dependency.js'
import { demandsCredentials } from './demands-credentials.js'
import type { AnyDependency, Dependency, ValueOf } from './dependency.js'
import { edgeOf, joinNames, union, type ChoiceNode, type Edge } from './node.js'

/** The scopes that every one of them knows: none of a list without a length. It is a tail call, for long lists. */
type CommonScopes<D extends readonly AnyDependency[], S extends string = string> = D extends readonly [
  Dependency<unknown, infer T>,
  ...infer Rest extends readonly AnyDependency[],
]
  ? CommonScopes<Rest, S & T>
  : D extends readonly []
    ? S
    : never

/**
 * The first of several dependencies that accepts the request.
 *
 * If none does, the failure that got furthest is thrown, with the challenges of all. Only what an alternative says of
 * the credentials makes it pass on to the next: an `HttpError` or any other error ends the request. Only scopes that
 * all of them know may be demanded of it.
 *
 * @throws {TypeError} no alternatives; one that is no dependency, or accepts everybody, for it has no security scheme
 * or is `optional`
 * @example
 * const caller = anyOf(currentUser, serviceKey)
 */
export function anyOf<const D extends readonly [AnyDependency, AnyDependency, ...AnyDependency[]]>(
  ...alternatives: D
): Dependency<ValueOf<D[number]>, CommonScopes<D>> {
  if (alternatives.length === 0) throw new TypeError('anyOf(): there are no alternatives')
  const inputs = alternatives.map((alternative) => authenticating(alternative, 'anyOf'))
  const open = inputs.find(({ node }) => !demandsCredentials(node))
  if (open) throw new TypeError(`anyOf(): ${open.node.name} lets everybody in: make the whole optional`)
  const [first, ...others] = inputs.map(({ node }) => node.checks)
  const common = [...(first ?? [])].filter((scope) => others.every((checks) => checks.has(scope)))
  const names = inputs.map(({ node }) => node.name)
  // Its value is that of one of the alternatives.
  return createDependency(choice('anyOf', joinNames(names, ' | '), inputs, new Set(common))) as Dependency<
    ValueOf<D[number]>,
    CommonScopes<D>
  >
}

/**
 * The dependency's value, or `null` for a request without any credentials (FastAPI's `auto_error=False`).
 *
 * Bad credentials are still refused. Scopes are demanded inside, `optional(security(user, 'me'))`, never of the result.
 *
 * @throws {TypeError} what is no dependency, or one with no security scheme, which has no credentials to do without
 */
export function optional<T, S extends string>(dependency: Dependency<T, S>): Dependency<T | null> {
  const input = authenticating(dependency, 'optional')
  // Its value is that of the dependency, or null.
  return createDependency(choice('optional', `${input.node.name}?`, [input], new Set())) as Dependency<T | null>
}

function choice(kind: ChoiceNode['kind'], name: string, inputs: readonly Edge[], checks: ReadonlySet<string>): Edge {
  return { node: { kind, name, inputs, schemes: union(inputs.map(({ node }) => node.schemes)), checks }, scopes: [] }
}

function authenticating(dependency: AnyDependency, caller: string): Edge {
  const edge = edgeOf(dependency)
  if (edge.node.schemes.size === 0) throw new TypeError(`${caller}(): ${edge.node.name} has no security scheme`)
  return edge
}
