import { fastapi, HttpError, noStore, operation, passwordLogin, security } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/express'
import express from 'express'
import { activeUser, db, login, ownNote, visitor } from './security.js'

const { PORT = '8000' } = process.env

const app = express()
const admin = express.Router()

app.post('/token', operation(passwordLogin, guard({ db })), async (req, res) => {
  res.set(noStore).json(await login(req, res.locals.db))
})

app.get('/', guard({ user: visitor }), (req, res) => {
  res.json({ hello: res.locals.user?.username ?? 'stranger' })
})

app.get('/notes', guard({ user: security(activeUser, 'notes:read'), db }), (req, res) => {
  const { user, db } = res.locals
  res.json([...db.notes.values()].filter(({ owner }) => owner === user.username))
})

app.delete('/notes/:note_id', guard({ note: ownNote, db }), (req, res) => {
  const { note, db } = res.locals
  db.notes.delete(note.id)
  res.json({ deleted: note.id })
})

admin.use(guard(security(activeUser, 'admin')))
admin.get('/owners', guard({ db }), (req, res) => {
  const owners = [...res.locals.db.notes.values()].map(({ owner }) => owner)
  res.json([...new Set(owners)].toSorted())
})

app.use('/admin', admin)

const info = { title: 'Notes', version: '1.0.0' }
app.use(docs(docsPages({ info, routes: routesOf(app), profile: fastapi })))

app.use(() => {
  throw new HttpError(404, 'Not Found')
})

app.use(authErrors(fastapi))

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
