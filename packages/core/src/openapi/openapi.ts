import type { ErrorProfile } from '../wire/profiles.js'
import { defined } from './defined.js'
import { endpointsOf } from './endpoints.js'
import { isHidden, type Route } from './route.js'
import { Schemas } from './json-schema.js'
import { operationObject, type OperationObject } from './operation-object.js'
import type { SecuritySchemeObject } from './security-schemes.js'
import { withSecurity } from './with-security.js'

/** OpenAPI's Info Object. */
export interface OpenApiInfo {
  readonly title: string
  readonly version: string
  readonly description?: string | undefined
  readonly [member: string]: unknown
}

/** What stands in `components`; every member of OpenAPI's Components Object may. */
export interface OpenApiComponents {
  readonly securitySchemes?: Readonly<Record<string, SecuritySchemeObject>> | undefined
  readonly schemas?: Readonly<Record<string, object>> | undefined
  readonly [member: string]: unknown
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: OpenApiInfo
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components?: OpenApiComponents
  readonly [member: string]: unknown
}

/** What `openapi` is told. Further members of the document, `servers`, `tags`, …, go into it as they are. */
export interface OpenApiOptions {
  readonly info: OpenApiInfo
  /** The framework's own, `routesOf(app)`. */
  readonly routes: Iterable<Route>
  /** How the application writes its errors. Default: `rfc6750`. */
  readonly profile?: ErrorProfile | undefined
  readonly components?: OpenApiComponents | undefined
  readonly openapi?: never
  readonly paths?: never
  readonly [member: string]: unknown
}

/**
 * The OpenAPI 3.1 document of an application: its routes, what they demand, and what they say of themselves.
 *
 * It describes what is guarded and guards nothing.
 *
 * @throws {TypeError} `routes` is no list of them; two different schemes under one name; a schema that gives no JSON Schema
 * @example
 * openapi({ info: { title: 'Items', version: '1.0.0' }, routes: routesOf(app) })
 */
export function openapi({ info, routes, profile, components, ...members }: OpenApiOptions): OpenApiDocument {
  if (typeof routes?.[Symbol.iterator] !== 'function') throw new TypeError('"routes" must be routes: routesOf(app)')
  const shown = [...routes].filter((route) => !isHidden(route))
  const schemas = new Schemas(components?.schemas)
  const paths = new Map<string, Record<string, OperationObject>>()
  for (const endpoint of endpointsOf(shown)) {
    const { method, path } = endpoint
    paths.set(path, { ...paths.get(path), [method]: operationObject(endpoint, schemas, profile) })
  }
  const all = { ...components, schemas: schemas.components }
  const document: OpenApiDocument = {
    openapi: '3.1.0',
    info,
    ...defined(members),
    paths: Object.fromEntries(paths),
    ...((components || Object.keys(all.schemas).length > 0) && { components: all }),
  }
  return withSecurity(document, shown, { profile })
}
