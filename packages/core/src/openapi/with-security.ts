import { isObject } from '../wire/is-object.js'
import type { ErrorProfile } from '../wire/profiles.js'
import { endpointsOf, keyOf } from './endpoints.js'
import type { Route } from './route.js'
import { joinSchemes, securitySchemesOf, type SecuritySchemes } from './security-schemes.js'
import { responsesOf } from './responses.js'
import { securityOf } from './security-of.js'
import { refusalsOf } from './refusals.js'

/** As much of an OpenAPI document as security is concerned with; whoever made it knows the rest. */
export interface DocumentLike {
  readonly paths?: object | undefined
  readonly components?: object | undefined
}

/** Options of `withSecurity`. */
export interface WithSecurityOptions {
  /** How the application writes its errors. Default: `rfc6750`. */
  readonly profile?: ErrorProfile | undefined
}

/**
 * An OpenAPI document with the security that its routes are guarded by: a copy, with `security` and the responses 401
 * and 403 in each operation, and the schemes in `components`.
 *
 * What the guards demand takes the place of `security` that an operation has; responses that it has stay. Operations
 * without a guard, and routes that the document does not have, are left as they are.
 *
 * @throws {TypeError} two different schemes under one name, or more than 32 combinations of schemes for one operation
 * @example
 * withSecurity(app.getOpenAPI31Document({ openapi: '3.1.0', info }), routesOf(app))
 */
export function withSecurity<D extends DocumentLike>(
  document: D,
  routes: Iterable<Route>,
  { profile }: WithSecurityOptions = {},
): D {
  const endpoints = new Map(endpointsOf(routes).map((one) => [keyOf(one.method, one.path), one]))
  const guards: NonNullable<Route['guard']>[] = []
  const secured = (method: string, path: string, operation: unknown): unknown => {
    const guard = endpoints.get(keyOf(method, path))?.route.guard
    if (guard === undefined || !isObject(operation)) return operation
    const security = naming(`${method.toUpperCase()} ${path}`, () => securityOf(guard))
    if (security.length === 0) return operation
    guards.push(guard)
    const { responses } = operation
    const own = isObject(responses) && responses
    return { ...operation, security, responses: { ...responsesOf(refusalsOf(guard), profile), ...own } }
  }
  const paths = mapped(document.paths, (item, path) =>
    mapped(item, (operation, method) => secured(method, path, operation)),
  )
  if (guards.length === 0) return document
  const { components = {} } = document
  // Scheme objects are compared, not read.
  const { securitySchemes: known = {} } = components as { readonly securitySchemes?: SecuritySchemes | undefined }
  const securitySchemes = joinSchemes(known, securitySchemesOf(...guards))
  return { ...document, paths, components: { ...components, securitySchemes } }
}

/** An error that says which route it is about. */
function naming<T>(route: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${route}: ${error.message}`, { cause: error })
    throw error
  }
}

function mapped(record: unknown, change: (value: unknown, key: string) => unknown): unknown {
  if (!isObject(record)) return record
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
