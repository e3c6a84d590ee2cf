/**
 * For tests: overrides, a fake issuer, a look for open routes.
 *
 * @module @scopetree/core/testing
 */
export * from '@scopetree/core/testing'
