export * from '@scopetree/hono'
