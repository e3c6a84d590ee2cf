export * from '@scopetree/core/token'
