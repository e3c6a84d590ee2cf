import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import type { ZodObject, ZodString } from 'zod'

export * from './hono.js'
export * from '@scopetree/core/adapter'
export * from '@scopetree/core/testing'
// Instead of those of Hono.
export { jwksEndpoint, tokenEndpoint } from '@scopetree/core'

export declare const app: OpenAPIHono
export declare const middleware: readonly MiddlewareHandler[]
export declare const handler: Handler
export declare const login: Handler
export declare const Item: ZodObject<{ name: ZodString }>
