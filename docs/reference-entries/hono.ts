/**
 * The adapter for Hono 4.
 *
 * @module @scopetree/hono
 */
export * from '@scopetree/hono'
