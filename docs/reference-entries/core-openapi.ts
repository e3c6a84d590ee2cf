export * from '@scopetree/core/openapi'
