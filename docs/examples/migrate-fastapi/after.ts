import { serve } from '@hono/node-server'
import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  depends,
  fastapi,
  getCurrentUser,
  grantScopes,
  hs256,
  HttpError,
  noStore,
  oauth2PasswordBearer,
  optional,
  readPasswordForm,
  security,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { connect } from './store.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const db = depends(function db(context) {
  const connection = connect()
  context.defer(() => connection.close())
  return connection
})

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { 'notes:read': 'Read notes.', 'notes:write': 'Delete notes.', admin: 'See who has notes.' },
  scopeClaim: 'scopes',
  expiresIn: 30 * 60,
  findUser: (username) => connect().accounts.get(username),
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, async (token, context) => {
  const { accounts } = await context.use(db)
  return getCurrentUser({ ...auth, findUser: (username) => accounts.get(username) }, token)
})

const activeUser = depends(currentUser, function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const ownNote = depends({ user: security(activeUser, 'notes:write'), db }, function ownNote({ user, db }, { request }) {
  const note = db.notes.get(Number(request.param('id')))
  if (note?.owner !== user.username) throw new HttpError(404, 'No such note')
  return note
})

const app = new Hono()
const admin = new Hono()

app.onError(authErrors(fastapi))

app.post('/token', async (c) => {
  const form = await readPasswordForm(c.req.raw)
  const user = await authenticateUser(auth, form.username, form.password)
  if (!user) throw new HttpError(400, 'Incorrect username or password')
  const scopes = grantScopes(form.scopes, user.scopes)
  const access_token = await createAccessToken(auth, { sub: user.username, scopes })
  return c.json({ access_token, token_type: 'bearer' }, 200, noStore)
})

app.get('/', guard({ user: optional(currentUser) }), (c) => c.json({ hello: c.var.user?.username ?? 'stranger' }))

app.get('/notes', guard({ user: security(activeUser, 'notes:read'), db }), (c) => {
  const { user, db } = c.var
  return c.json([...db.notes.values()].filter(({ owner }) => owner === user.username))
})

app.delete('/notes/:id', guard({ note: ownNote, db }), (c) => {
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

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, (info) => console.log('Listening', info))
