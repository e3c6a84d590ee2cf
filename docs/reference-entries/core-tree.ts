/**
 * Dependencies, schemes, scopes, and the pictures of a tree. It has no dependency of its own.
 *
 * @module @scopetree/core/tree
 */
export * from '@scopetree/core/tree'
