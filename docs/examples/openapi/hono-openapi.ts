import { createAdaptorServer } from '@hono/node-server'
import { security, withSecurity } from '@scopetree/core'
import { authErrors, guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { describeRoute, generateSpecs, resolver } from 'hono-openapi'
import * as v from 'valibot'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

const Item = v.object({ item_id: v.string(), owner: v.string() })

const readItem = describeRoute({
  summary: 'One item',
  responses: { 200: { description: 'The item', content: { 'application/json': { schema: resolver(Item) } } } },
})

export const app = new Hono()

app.onError(authErrors())

app.get('/items/:id', guard({ user: security(activeUser, 'items') }), readItem, (c) =>
  c.json({ item_id: c.req.param('id'), owner: c.var.user.username }),
)

app.get('/openapi.json', async (c) => {
  const document = await generateSpecs(app, { documentation: { info: { title: 'Items', version: '1.0.0' } } })
  return c.json(withSecurity(document, routesOf(app)))
})

export const server = listen(createAdaptorServer(app))
