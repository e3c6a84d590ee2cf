import { STATUS_CODES } from 'node:http'
import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  getCurrentUser,
  hs256,
  HttpError,
  httpBearer,
  noStore,
  security,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/express'
import express, { type ErrorRequestHandler } from 'express'
import { accounts } from './users.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { profile: 'Read who you are.', reports: 'Read reports.' },
  findUser: (username) => accounts.get(username),
})

const currentUser = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))

const app = express()

app.post('/login', express.json(), async (req, res) => {
  const { username, password } = req.body ?? {}
  if (typeof username !== 'string' || typeof password !== 'string') throw new HttpError(400, 'That is no login')
  const user = await authenticateUser(auth, username, password)
  if (!user) throw new HttpError(401, 'Wrong username or password')
  res.set(noStore).json({ token: await createAccessToken(auth, { sub: user.username, scopes: user.scopes }) })
})

app.get('/me', guard({ user: currentUser }), (req, res) => {
  res.json({ username: res.locals.user.username })
})

app.get('/reports', guard({ user: security(currentUser, 'reports') }), (req, res) => {
  res.json([{ title: 'Sales', reader: res.locals.user.username }])
})

const onError: ErrorRequestHandler = (error, req, res, next) => {
  const status = error.status >= 400 && error.status < 500 ? error.status : 500
  if (status === 500) console.error(error)
  if (res.headersSent) next(error)
  else res.status(status).json({ detail: STATUS_CODES[status] })
}
app.use(authErrors(), onError)

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
