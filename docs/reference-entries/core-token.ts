/**
 * Access tokens and their keys.
 *
 * @module @scopetree/core/token
 */
export * from '@scopetree/core/token'
