import { compare } from 'bcryptjs'
import express, { type RequestHandler } from 'express'
import jwt from 'jsonwebtoken'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import { accounts, type User } from './users.js'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

passport.use(
  new Strategy(
    { jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: SECRET_KEY, algorithms: ['HS256'] },
    (claims: { sub: string; scope: string }, done) => {
      const user = accounts.get(claims.sub)?.user
      done(null, user ?? false, { scopes: claims.scope.split(' ') })
    },
  ),
)

const signedIn: RequestHandler = passport.authenticate('jwt', { session: false })

function needsScope(scope: string): RequestHandler {
  return (req, res, next) => {
    const { scopes } = req.authInfo as { scopes: string[] }
    if (scopes.includes(scope)) next()
    else res.status(403).json({ detail: 'Forbidden' })
  }
}

const app = express()

app.post('/login', express.json(), async (req, res) => {
  const account = accounts.get(req.body.username)
  if (!account || !(await compare(req.body.password, account.passwordHash))) {
    res.status(401).json({ detail: 'Wrong username or password' })
    return
  }
  const { username, scopes } = account.user
  const token = jwt.sign({ scope: scopes.join(' ') }, SECRET_KEY, { subject: username, expiresIn: '15m' })
  res.json({ token })
})

app.get('/me', signedIn, (req, res) => {
  res.json({ username: (req.user as User).username })
})

app.get('/reports', signedIn, needsScope('reports'), (req, res) => {
  res.json([{ title: 'Sales', reader: (req.user as User).username }])
})

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
