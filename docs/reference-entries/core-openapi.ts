/**
 * The OpenAPI document of guarded routes.
 *
 * @module @scopetree/core/openapi
 */
export * from '@scopetree/core/openapi'
