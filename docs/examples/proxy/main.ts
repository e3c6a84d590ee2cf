import { createServer, request } from 'node:http'
import { defineAuth, getCurrentUser, hs256, oauth2PasswordBearer } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf, tokenEndpoint } from '@scopetree/express'
import express from 'express'
import { findUser } from '../scopes/security/users.js'
import { listen } from '../serve.js'

const auth = defineAuth({ key: hs256(process.env.SECRET_KEY ?? crypto.randomUUID()), findUser })
// Relative, so that it holds under every prefix: a client resolves it against the document's own address.
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token' }, (token) => getCurrentUser(auth, token))

const app = express()
app.set('trust proxy', 1) // req.ip is what the last proxy saw, and nothing that a client made up
app.post('/token', tokenEndpoint(auth))
app.get('/me', guard({ user: currentUser }), (req, res) => {
  res.json({ username: res.locals.user.username, from: req.ip })
})
app.use(docs(docsPages({ info: { title: 'Behind a proxy', version: '1' }, routes: routesOf(app) })))
app.use(authErrors())

const inner = app.listen(0, '127.0.0.1')

/** Stands for nginx or a load balancer: it takes `/api` away and says who asked. `Authorization` has to come through. */
const proxy = createServer((req, res) => {
  const address = inner.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const headers = { ...req.headers, 'x-forwarded-for': req.socket.remoteAddress }
  const path = req.url?.replace(/^\/api(?=\/)/, '') ?? '/'
  const onward = request({ host: '127.0.0.1', port, method: req.method, path, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  })
  onward.on('error', () => res.writeHead(502).end())
  req.pipe(onward)
})

listen(proxy)
