import { serve } from '@hono/node-server'
import { fastapi, HttpError, noStore, operation, passwordLogin, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { activeUser, db, login, ownNote, visitor } from './security.js'

const { PORT = '8000' } = process.env

const app = new Hono()
const admin = new Hono()

app.onError(authErrors(fastapi))

app.notFound(() => {
  throw new HttpError(404, 'Not Found')
})

app.post('/token', operation(passwordLogin, guard({ db })), async (c) =>
  c.json(await login(c.req.raw, c.var.db), 200, noStore),
)

app.get('/', guard({ user: visitor }), (c) => c.json({ hello: c.var.user?.username ?? 'stranger' }))

app.get('/notes', guard({ user: security(activeUser, 'notes:read'), db }), (c) => {
  const { user, db } = c.var
  return c.json([...db.notes.values()].filter(({ owner }) => owner === user.username))
})

app.delete('/notes/:note_id', guard({ note: ownNote, db }), (c) => {
  const { note, db } = c.var
  db.notes.delete(note.id)
  return c.json({ deleted: note.id })
})

admin.use(guard(security(activeUser, 'admin')))
admin.get('/owners', guard({ db }), (c) => {
  const owners = [...c.var.db.notes.values()].map(({ owner }) => owner)
  return c.json([...new Set(owners)].toSorted())
})

app.route('/admin', admin)

const info = { title: 'Notes', version: '1.0.0' }
app.route('/', docs(docsPages({ info, routes: routesOf(app), profile: fastapi })))

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, (info) => console.log('Listening', info))
