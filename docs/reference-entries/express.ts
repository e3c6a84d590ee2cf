export * from '@scopetree/express'
