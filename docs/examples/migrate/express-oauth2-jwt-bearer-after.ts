import { defineAuth, depends, getCurrentUser, httpBearer, HttpError, issuer, security } from '@scopetree/core'
import { authErrors, guard } from '@scopetree/express'
import express from 'express'

const { ISSUER = 'https://my-domain.auth0.com/', AUDIENCE = 'https://api.example.com', PORT = '8000' } = process.env

const auth = defineAuth({
  key: issuer(ISSUER, { audience: AUDIENCE, algorithms: ['RS256'] }),
  tokenTypes: ['at+jwt', 'JWT'], // 'JWT' for issuers that do not mark their access tokens
  scopes: { 'read:reports': 'Read reports.', 'write:reports': 'Delete reports.' },
})

const caller = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))

const editor = depends(caller, function editor(claims) {
  const { roles } = claims
  if (!Array.isArray(roles) || !roles.includes('editor')) throw new HttpError(403, 'Editors only')
  return claims
})

const app = express()

app.use(guard(caller))

app.get('/me', guard({ user: caller }), (req, res) => {
  res.json({ username: res.locals.user.sub })
})

app.get('/reports', guard({ user: security(caller, 'read:reports') }), (req, res) => {
  res.json([{ title: 'Sales', reader: res.locals.user.sub }])
})

app.delete('/reports', guard(security(editor, 'write:reports')), (req, res) => {
  res.status(204).end()
})

app.use(authErrors())

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
