import { guardOf, type GuardedRoute } from '../tree/guarded.js'
import { joinGuards } from '../tree/join-guards.js'
import { detailsOf, joinDetails, type OperationDetails } from './operation.js'

/** A route as the framework's own router knows it, and what it says of itself. */
export interface Route extends GuardedRoute {
  /** What its handlers say of it, in the order in which a request meets them. */
  readonly details?: readonly OperationDetails[] | undefined
}

/**
 * For `routesOf`: the route of these handlers, with the middleware before them, in the order in which a request meets them.
 *
 * @example
 * routeOf('GET', '/admin/users/:id', [...middleware, handler])
 */
export function routeOf(method: string, path: string, handlers: readonly unknown[]): Route {
  const guard = joinGuards(handlers.flatMap((handler) => guardOf(handler) ?? []))
  return { method, path, guard, details: handlers.flatMap(detailsOf) }
}

/** Whether a route is left out of all that is shown of an application: the document, and the pages. */
export function isHidden({ details = [] }: Route): boolean {
  return joinDetails(details).hidden === true
}
