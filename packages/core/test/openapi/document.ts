import { Validator } from '@seriousme/openapi-schema-validator'
import type { Dependency } from '@scopetree/core'
import {
  openapi,
  type OpenApiDocument,
  type OpenApiOptions,
  type OperationDetails,
  type Route,
} from '@scopetree/core/openapi'
import { expect } from 'vitest'

export const info = { title: 'Test', version: '1.0.0' }

/** A route as an adapter's `routesOf` gives it. */
export function route(key: string, guard?: Dependency<unknown>, ...details: OperationDetails[]): Route {
  const [method = '', path = ''] = key.split(' ')
  return { method, path, guard, details }
}

/** The document of these routes, valid by the schema of OpenAPI 3.1. */
export async function documentOf(
  routes: readonly Route[],
  options: Omit<OpenApiOptions, 'info' | 'routes'> = {},
): Promise<OpenApiDocument> {
  return validated(openapi({ ...options, info, routes }))
}

const validator = new Validator()

/** The document, once the schema of its OpenAPI version accepts it and its references lead somewhere. */
export async function validated<D extends object>(document: D): Promise<D> {
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)
  expect(errors ?? valid).toBe(true)
  return document
}
