import { createAccessToken, HttpError, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { configOf, type Env } from './config.js'
import { currentUser, link } from './security.js'

const notes = new Map([
  ['1', { owner: 'johndoe', text: 'Buy milk' }],
  ['2', { owner: 'alice', text: 'Call johndoe' }],
])

const app = new Hono<{ Bindings: Env }>()

app.onError(authErrors())

app.get('/notes', guard({ user: security(currentUser, 'notes:read') }), (c) =>
  c.json([...notes.values()].filter(({ owner }) => owner === c.var.user.sub)),
)

app.post('/notes/:id/links', guard({ user: security(currentUser, 'notes:share') }), async (c) => {
  const id = c.req.param('id')
  if (notes.get(id)?.owner !== c.var.user.sub) throw new HttpError(404, 'No such note')
  const token = await createAccessToken(configOf(c.env).links, { sub: id })
  return c.json({ url: `/shared?link=${token}` }, 201)
})

app.get('/shared', guard({ note: link }), (c) => c.json({ text: notes.get(c.var.note.sub)?.text }))

// Swagger UI's own files are static assets of the Worker: the build command in wrangler.jsonc puts them there.
const info = { title: 'Notes on Workers', version: '1.0.0' }
app.route('/', docs(docsPages({ info, routes: routesOf(app) }, { assets: '/swagger-ui' })))

// oxlint-disable-next-line import/no-default-export -- a Worker is its default export
export default app
