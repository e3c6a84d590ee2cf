export * from '@scopetree/docs-ui'
