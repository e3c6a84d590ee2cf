/**
 * The adapter for `node:http`.
 *
 * @module @scopetree/node
 */
export * from '@scopetree/node'
