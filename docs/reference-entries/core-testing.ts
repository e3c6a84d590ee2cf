export * from '@scopetree/core/testing'
