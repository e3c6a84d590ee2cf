import { compare } from 'bcryptjs'
import express, { type ErrorRequestHandler } from 'express'
import { expressjwt, UnauthorizedError, type Request } from 'express-jwt'
import jwt from 'jsonwebtoken'
import { accounts } from './users.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const issuer = 'https://reports.example'
const audience = 'https://api.reports.example'

const app = express()

app.use(
  expressjwt({ secret: SECRET_KEY, algorithms: ['HS256'], issuer, audience }).unless({ path: ['/login', '/health'] }),
)

app.get('/health', (req, res) => {
  res.json({ up: true })
})

app.post('/login', express.json(), async (req, res) => {
  const account = accounts.get(req.body.username)
  if (!account || !(await compare(req.body.password, account.passwordHash))) {
    res.status(401).json({ detail: 'Wrong username or password' })
    return
  }
  const { username, scopes } = account.user
  const options = { subject: username, issuer, audience, expiresIn: '15m' } as const
  res.json({ token: jwt.sign({ scope: scopes.join(' ') }, SECRET_KEY, options) })
})

app.get('/me', (req: Request, res) => {
  res.json({ username: req.auth?.sub })
})

app.get('/reports', (req: Request, res) => {
  const scopes: string[] = req.auth?.scope?.split(' ') ?? []
  if (!scopes.includes('reports')) {
    res.status(403).json({ detail: 'Forbidden' })
    return
  }
  res.json([{ title: 'Sales', reader: req.auth?.sub }])
})

const onError: ErrorRequestHandler = (error, req, res, next) => {
  if (error instanceof UnauthorizedError) res.status(401).json({ detail: error.message })
  else next(error)
}
app.use(onError)

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
