import type { Awaitable } from '../wire/awaitable.js'
import type {
  AnyDependency,
  Dependency,
  DependencyContext,
  SecurityScheme,
  Verified,
  VerifierContext,
} from './dependency.js'
import { edgeOf, functionNode, type Node } from './node.js'
import { replace } from './replacements.js'

/** A replacement that is in force until it is restored, by `using` or by hand. */
export interface Override extends Disposable {
  restore(): void
}

/** What may stand in for a dependency: an answer of a scheme's verifier, or a value like that of any other dependency. */
export type Replacement<D extends AnyDependency> =
  D extends SecurityScheme<infer U, never, infer C>
    ? (context: VerifierContext) => Awaitable<Verified<U, C> | null>
    : D extends Dependency<infer T, infer S>
      ? (context: DependencyContext<S>) => Awaitable<T>
      : never

/**
 * For tests: puts `fn` in place of a dependency and of everything below it, everywhere.
 *
 * A scheme's extractor and verifier are replaced by what answers as its verifier does. Its scopes **stay enforced**, and
 * claims that are not answered are `undefined`, whatever their type: give `claims` where code under test reads them.
 *
 * Schemes below a dependency are not asked any more. Overrides nest, and may be undone in any order; they are seen by
 * every request of the process, so tests that run at the same time must not share what they override.
 *
 * @throws {TypeError} a scheme with scopes demanded of it: override the scheme itself; no dependency
 * @example
 * using _ = override(currentUser, () => ({ user: johndoe, scopes: ['me'] }))
 */
export function override<D extends AnyDependency>(dependency: D, fn: Replacement<D>): Override
export function override(dependency: AnyDependency, fn: (context: never) => unknown): Override {
  const { node, scopes } = edgeOf(dependency)
  if (node.kind === 'scheme' && scopes.length > 0) {
    throw new TypeError(`override(): override ${node.name} itself, and not with scopes demanded of it`)
  }
  const restore = replace(node, replacementFor(node, fn))
  return { restore, [Symbol.dispose]: restore }
}

function replacementFor(node: Node, fn: (context: never) => unknown): Node {
  // The overloads pair the function with the context that it gets.
  if (node.kind !== 'scheme') {
    const { name, schemes, checks } = node
    return { ...functionNode(name, [], (_, context) => fn(context as never)), schemes, checks }
  }
  return {
    ...node,
    extract: () => true,
    verify: (_, context) => fn(context as never) as Awaitable<Verified<unknown> | null>,
  }
}
