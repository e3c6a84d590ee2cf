import express, { type ErrorRequestHandler } from 'express'
import { auth, claimIncludes, requiredScopes, UnauthorizedError } from 'express-oauth2-jwt-bearer'

const { ISSUER = 'https://my-domain.auth0.com/', AUDIENCE = 'https://api.example.com', PORT = '8000' } = process.env

const app = express()

app.use(auth({ issuerBaseURL: ISSUER, audience: AUDIENCE, tokenSigningAlg: 'RS256' }))

app.get('/me', (req, res) => {
  res.json({ username: req.auth?.payload.sub })
})

app.get('/reports', requiredScopes('read:reports'), (req, res) => {
  res.json([{ title: 'Sales', reader: req.auth?.payload.sub }])
})

app.delete('/reports', requiredScopes('write:reports'), claimIncludes('roles', 'editor'), (req, res) => {
  res.status(204).end()
})

const onError: ErrorRequestHandler = (error, req, res, next) => {
  if (error instanceof UnauthorizedError) res.status(error.status).set(error.headers).json({ detail: error.message })
  else next(error)
}
app.use(onError)

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
