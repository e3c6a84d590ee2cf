import type { AuthError } from '../wire/auth-error.js'
import type { HttpError } from '../wire/http-error.js'
import { defined } from './defined.js'
import type { SchemaSource } from './json-schema.js'

const DETAILS: unique symbol = Symbol('scopetree.operation')

/**
 * What a route says of itself in the OpenAPI document, beside its method, path and security, which are known.
 *
 * Every member of OpenAPI's Operation Object has a place here but security, which is read off the guards.
 */
export interface OperationDetails {
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly operationId?: string | undefined
  /** Tags of routers and of the route add up. */
  readonly tags?: readonly string[] | undefined
  readonly deprecated?: boolean | undefined
  readonly parameters?: readonly object[] | undefined
  readonly requestBody?: object | undefined
  readonly responses?: Readonly<Record<string, object>> | undefined
  readonly security?: never
  /** The JSON body of a request. */
  readonly body?: SchemaSource | undefined
  /** The JSON body of the answer to a request that went well. */
  readonly response?: SchemaSource | undefined
  /** The status of that answer. Default: 200. */
  readonly status?: number | undefined
  /** Errors that the route answers beside those of its guards, as the profile renders them. */
  readonly errors?: readonly (AuthError | HttpError)[] | undefined
  /** Leaves the route out of the document, and of the pages. */
  readonly hidden?: boolean | undefined
  readonly externalDocs?: object | undefined
  readonly callbacks?: Readonly<Record<string, object>> | undefined
  readonly servers?: readonly object[] | undefined
  readonly [extension: `x-${string}`]: unknown
}

/**
 * Says something of a route for the OpenAPI document, through its guard or any other of its handlers and middleware.
 *
 * It returns the very function that it got: one that serves two routes says the same of both. Give it the guard where
 * the handler behind takes its types from it: inside another call TypeScript infers a handler's parameters without it.
 *
 * @example
 * app.get('/items/:id', operation({ summary: 'One item', response: Item }, guard({ user: activeUser })), handler)
 */
export function operation<H extends object>(details: OperationDetails, handler: H): H {
  return Object.defineProperty(handler, DETAILS, { value: [...detailsOf(handler), details], configurable: true })
}

/** What was said of a handler, in the order in which it was said. */
export function detailsOf(handler: unknown): readonly OperationDetails[] {
  return typeof handler === 'function' && DETAILS in handler
    ? (handler as { [DETAILS]: readonly OperationDetails[] })[DETAILS]
    : []
}

/** What handlers and routers say of one route, as one: the inner word counts, but tags and errors add up. */
export function joinDetails(all: readonly OperationDetails[]): OperationDetails {
  return all.map(defined).reduce<OperationDetails>(
    (outer, inner) => ({
      ...outer,
      ...inner,
      ...both('tags', outer.tags, inner.tags),
      ...both('errors', outer.errors, inner.errors),
      ...((outer.responses ?? inner.responses) && { responses: { ...outer.responses, ...inner.responses } }),
    }),
    {},
  )
}

function both<T>(member: string, outer: readonly T[] = [], inner: readonly T[] = []): Record<string, readonly T[]> {
  const all = [...new Set([...outer, ...inner])]
  return all.length === 0 ? {} : { [member]: all }
}
