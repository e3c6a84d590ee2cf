import type { Route } from './route.js'
import { pathTemplatesOf, type PathTemplate } from './path-template.js'

/** A route under one of the methods and paths of an OpenAPI document. */
export interface Endpoint extends PathTemplate {
  readonly method: string
  readonly route: Route
}

/** The methods that a Path Item Object has a place for. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
/** What a route of every method is documented as. */
const COMMON = ['get', 'put', 'post', 'delete', 'patch']

/** Routes as OpenAPI counts them; of several for one method and path the first, which is the one that answers. */
export function endpointsOf(routes: Iterable<Route>): readonly Endpoint[] {
  const found = new Map<string, Endpoint>()
  for (const endpoint of [...routes].flatMap(endpointsOfRoute)) {
    const key = keyOf(endpoint.method, endpoint.path)
    if (!found.has(key)) found.set(key, endpoint)
  }
  return [...found.values()]
}

function endpointsOfRoute(route: Route): Endpoint[] {
  const methods = route.method === 'ALL' ? COMMON : METHODS.filter((method) => method === route.method.toLowerCase())
  return pathTemplatesOf(route.path).flatMap((template) => methods.map((method) => ({ ...template, method, route })))
}

/** The same for paths that OpenAPI takes for the same one: parameters are told apart by their place, not their name. */
export function keyOf(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`
}
