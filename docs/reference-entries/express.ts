/**
 * The adapter for Express 5.
 *
 * @module @scopetree/express
 */
export * from '@scopetree/express'
