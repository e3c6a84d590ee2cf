export * from '@scopetree/core/password'
