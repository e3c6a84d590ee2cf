import { serve } from '@hono/node-server'
import { compare } from 'bcryptjs'
import { Hono } from 'hono'
import { jwt, sign, type JwtVariables } from 'hono/jwt'
import { accounts } from './users.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const app = new Hono<{ Variables: JwtVariables }>()

app.post('/login', async (c) => {
  const { username, password } = await c.req.json()
  const account = accounts.get(username)
  if (!account || !(await compare(password, account.passwordHash))) {
    return c.json({ detail: 'Wrong username or password' }, 401)
  }
  const { scopes } = account.user
  const exp = Math.floor(Date.now() / 1000) + 15 * 60
  return c.json({ token: await sign({ sub: username, scope: scopes.join(' '), exp }, SECRET_KEY) })
})

app.use('*', jwt({ secret: SECRET_KEY, alg: 'HS256' }))

app.get('/me', (c) => c.json({ username: c.get('jwtPayload').sub }))

app.get('/reports', (c) => {
  const { sub, scope } = c.get('jwtPayload')
  if (!scope.split(' ').includes('reports')) return c.json({ detail: 'Forbidden' }, 403)
  return c.json([{ title: 'Sales', reader: sub }])
})

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, (info) => console.log('Listening', info))
