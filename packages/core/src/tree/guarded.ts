import { edgesOf, isDependency } from './create-dependency.js'
import type { Dependency, Needs, ValueOf } from './dependency.js'
import { depends } from './depends.js'
import { edgeOf } from './node.js'
import { planOf } from './plan-cache.js'

const GUARD: unique symbol = Symbol('scopetree.guard')

/** What a guard resolves, and whether its values have names of their own. */
export interface Guard<N extends Needs> {
  readonly dependency: Dependency<ValueOf<N>>
  readonly named: boolean
}

/**
 * For adapters: a framework's handler or middleware that guards a route, and can be asked what it demands.
 *
 * The dependency's plan is made now, so that the first request does not wait for it.
 *
 * @throws {TypeError} something in `needs` is no dependency, or nothing is in it
 */
export function guarded<N extends Needs, H extends object>(needs: N, make: (guard: Guard<N>) => H): H {
  const { edges } = edgesOf(needs, 'guard()')
  if (edges.length === 0) throw new TypeError('guard(): it needs nothing, so it would let everybody in')
  const named = !isDependency(needs)
  // A dependency is its own value's; a record of them was told what it gives by `depends`.
  const dependency = (named ? depends(needs) : needs) as Dependency<ValueOf<N>>
  planOf(edgeOf(dependency))
  return Object.defineProperty(make({ dependency, named }), GUARD, { value: dependency })
}

/** What guards a handler or middleware; `undefined` where `guarded` did not make it. */
export function guardOf(handler: unknown): Dependency<unknown> | undefined {
  return typeof handler === 'function' && GUARD in handler
    ? (handler as { [GUARD]: Dependency<unknown> })[GUARD]
    : undefined
}

/** A route as the framework's own router knows it. */
export interface GuardedRoute {
  /** In capitals; `ALL` for every method. */
  readonly method: string
  /** With parameters as `:name`. */
  readonly path: string
  /** What guards it, where something does. */
  readonly guard?: Dependency<unknown> | undefined
}
