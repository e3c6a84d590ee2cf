/**
 * What an adapter for a framework is made of.
 *
 * @module @scopetree/core/adapter
 */
export * from '@scopetree/core/adapter'
