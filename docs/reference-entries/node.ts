export * from '@scopetree/node'
