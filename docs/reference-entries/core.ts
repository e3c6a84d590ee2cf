/**
 * Everything but the framework. The entries beside it are parts of it, for smaller bundles.
 *
 * @module @scopetree/core
 */
export * from '@scopetree/core'
