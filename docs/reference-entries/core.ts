export * from '@scopetree/core'
