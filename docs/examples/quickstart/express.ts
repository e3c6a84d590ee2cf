import {
  defineAuth,
  depends,
  getCurrentUser,
  hashPassword,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
} from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf, tokenEndpoint } from '@scopetree/express'
import express from 'express'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const user = { username: 'johndoe', disabled: false }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

const auth = defineAuth({
  key: hs256(SECRET_KEY), // make one: openssl rand -hex 32
  scopes: { me: 'Read who you are.', items: 'Read items.' },
  findUser: (username) => accounts.get(username),
  scopesFor: () => ['me', 'items'],
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const app = express()

app.post('/token', tokenEndpoint(auth))

app.get('/users/me', guard({ user: activeUser }), (req, res) => {
  res.json(res.locals.user)
})

app.get('/items', guard({ user: security(activeUser, 'items') }), (req, res) => {
  res.json([{ name: 'Foo', owner: res.locals.user.username }])
})

// Behind the routes that they show: /docs, /docs/tree and /openapi.json.
app.use(docs(docsPages({ info: { title: 'Items', version: '1.0.0' }, routes: routesOf(app) })))

app.use(authErrors())

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
