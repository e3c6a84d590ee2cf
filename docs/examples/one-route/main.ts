import { defineAuth, getCurrentUser, hs256, httpBearer, security } from '@scopetree/core'
import { guard } from '@scopetree/express'
import express from 'express'

const { PORT = '8000', SECRET_KEY = crypto.randomUUID() } = process.env

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { export: 'Export everything.', settings: 'Change settings.' },
})
const caller = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))

const app = express()

app.get('/', (req, res) => {
  res.json({ open: true })
})

// A guard on the route.
app.get('/export', guard({ caller: security(caller, 'export') }), (req, res) => {
  res.json({ for: res.locals.caller.sub })
})

// Or a call in the handler, without any tree: here the scopes are an argument, and forgetting them opens the route.
app.put('/settings', async (req, res) => {
  const { user } = await getCurrentUser(auth, req, ['settings'])
  res.json({ by: user.sub })
})

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
