export * from '@scopetree/core/adapter'
