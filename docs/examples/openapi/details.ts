import { createServer } from 'node:http'
import { HttpError, openapi, operation, security } from '@scopetree/core'
import { authErrors, guard, routesOf } from '@scopetree/express'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import express from 'express'
import * as v from 'valibot'
import { z } from 'zod'
import { activeUser } from '../scopes/security/dependencies.js'
import { listen } from '../serve.js'

/** A Standard Schema that gives JSON Schema by itself goes in as it is. */
const NewItem = z.object({ name: z.string() }).meta({ title: 'NewItem' })
/** Valibot leaves that to a package of its own. */
const Item = toStandardJsonSchema(
  v.pipe(v.object({ id: v.number(), name: v.string(), owner: v.string() }), v.title('Item')),
)

const noItem = new HttpError(404, 'No such item')
const badItem = new HttpError(422, 'An item is JSON with a name')
const items = express.Router()

items.use(operation({ tags: ['items'] }, guard(activeUser)))

items.get('/:id', operation({ summary: 'One item', response: Item, errors: [noItem] }, guard(activeUser)), () => {
  throw noItem
})

items.post(
  '/',
  operation(
    { summary: 'A new item', body: NewItem, response: Item, errors: [badItem] },
    guard({ user: security(activeUser, 'items') }),
  ),
  express.json(),
  (req, res) => {
    const { success, data } = NewItem.safeParse(req.body)
    if (!success) throw badItem
    res.json({ id: 1, name: data.name, owner: res.locals.user.username })
  },
)

export const app = express()

app.use('/items', items)

const document = openapi({ info: { title: 'Items', version: '1.0.0' }, routes: routesOf(app) })
app.get('/openapi.json', (req, res) => void res.json(document))

app.use(authErrors())

export const server = listen(createServer(app))
