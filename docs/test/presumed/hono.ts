import type { Hono } from 'hono'

export * from './application.js'
export * from '@scopetree/hono'
// Instead of those of core.
export { jwksEndpoint, tokenEndpoint } from '@scopetree/hono'

export declare const app: Hono

/** As Cloudflare declares it, more or less. */
export interface D1Database {
  prepare(query: string): object
}
