import { demandsCredentials } from './demands-credentials.js'
import type { GuardedRoute } from './guarded.js'
import { edgeOf } from './node.js'

/** Which routes are open on purpose. */
export interface AssertGuardedOptions {
  /** Paths, `/token`, for every method, or one route with its method, `POST /token`; as the framework spells them. */
  readonly except?: readonly string[] | undefined
}

/**
 * Throws unless every route refuses a request without credentials: one line in a test, or at start-up.
 *
 * A guard whose dependency has no security scheme, or has it inside `optional`, lets such requests in and does not
 * count. Which scopes a route demands is not checked, nor what answers without being a route of the framework's: static
 * files, an answering middleware.
 *
 * @throws {TypeError} names every open route that `except` does not name; no routes at all; an exception for none of them
 * @example
 * assertGuarded(routesOf(app), { except: ['POST /token', '/health'] })
 */
export function assertGuarded(routes: readonly GuardedRoute[], { except = [] }: AssertGuardedOptions = {}): void {
  if (!Array.isArray(routes) || routes.length === 0) {
    throw new TypeError(
      '"routes" must be the routes of an application that has some: routesOf(app), once they are there',
    )
  }
  const unknown = except.filter((name) => !routes.some((route) => isExcepted(route, [name])))
  if (unknown.length > 0) throw new TypeError(`"except": there is no route ${unknown.join(', ')}`)
  const open = routes.filter((route) => !isGuarded(route) && !isExcepted(route, except))
  if (open.length === 0) return
  const list = open.map(({ method, path, guard }) => `  ${method} ${path}${guard ? ' (its guard demands none)' : ''}`)
  throw new TypeError(
    [`${open.length} of ${routes.length} routes let requests without credentials in:`, ...list].join('\n'),
  )
}

function isGuarded({ guard }: GuardedRoute): boolean {
  return guard !== undefined && demandsCredentials(edgeOf(guard).node)
}

function isExcepted({ method, path }: GuardedRoute, except: readonly string[]): boolean {
  return except.includes(path) || except.includes(`${method} ${path}`)
}
