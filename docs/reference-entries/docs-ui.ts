/**
 * The pages that show an API: Swagger UI, and the tree of each route.
 *
 * @module @scopetree/docs-ui
 */
export * from '@scopetree/docs-ui'
