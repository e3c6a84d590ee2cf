export * from '@scopetree/core/tree'
