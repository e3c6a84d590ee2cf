import { createAdaptorServer } from '@hono/node-server'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { security, withSecurity } from '@scopetree/core'
import { authErrors, guard, routesOf } from '@scopetree/hono'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const Item = z.object({ item_id: z.string(), owner: z.string() }).openapi('Item')

const readItem = createRoute({
  method: 'get',
  path: '/items/{id}',
  summary: 'One item',
  middleware: [guard({ user: security(activeUser, 'items') })] as const,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The item', content: { 'application/json': { schema: Item } } } },
})

export const app = new OpenAPIHono()

app.onError(authErrors())

app.openapi(readItem, (c) => c.json({ item_id: c.req.valid('param').id, owner: c.var.user.username }, 200))

app.get('/openapi.json', (c) => {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Items', version: '1.0.0' } })
  return c.json(withSecurity(document, routesOf(app)))
})

export const server = listen(createAdaptorServer(app))
