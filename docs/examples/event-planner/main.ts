import { createServer, STATUS_CODES } from 'node:http'
import { hashPassword, HttpError } from '@scopetree/core'
import { authErrors, guard, tokenEndpoint } from '@scopetree/express'
import cors from 'cors'
import express, { type ErrorRequestHandler, type Request } from 'express'
import * as v from 'valibot'
import { listen } from '../serve.js'
import { planner } from './security/dependencies.js'
import { openDatabase } from './storage/database.js'
import { EventDetails, listEvents, removeEvent, saveEvent } from './storage/events.js'
import { addUser } from './storage/users.js'

const {
  DATABASE_URL = 'file:planner.db',
  SECRET_KEY = crypto.randomUUID(),
  ORIGIN = 'http://localhost:5173',
} = process.env

const database = await openDatabase(DATABASE_URL)
const { auth, currentUser, event, ownEvent } = planner(database, SECRET_KEY)
const SignUp = v.object({
  email: v.pipe(v.string(), v.trim(), v.email(), v.maxLength(254)),
  password: v.pipe(v.string(), v.minLength(8)),
})
const ClientMistake = v.object({ status: v.pipe(v.number(), v.minValue(400), v.maxValue(499)) })

function parse<S extends v.GenericSchema>(schema: S, req: Request): v.InferOutput<S> {
  const parsed = v.safeParse(schema, req.body)
  if (parsed.success) return parsed.output
  throw new HttpError(
    422,
    parsed.issues.map((issue) => ({ field: v.getDotPath(issue), message: issue.message.split(' but ')[0] })),
  )
}

const app = express()

// The page of another origin may read what a refusal asks for, and nothing with cookies.
app.use(cors({ origin: ORIGIN, exposedHeaders: ['WWW-Authenticate', 'Retry-After'] }))

app.post('/user/signin', tokenEndpoint(auth))

app.post('/user/signup', express.json(), async (req, res) => {
  const { email, password } = parse(SignUp, req)
  if (!(await addUser(database, email, await hashPassword(password)))) throw new HttpError(409, 'This address is taken')
  res.status(201).json({ email })
})

app.get('/event', async (req, res) => {
  res.json(await listEvents(database))
})

app.get('/event/:id', guard({ event }), (req, res) => {
  res.json(res.locals.event)
})

app.post('/event/new', guard({ user: currentUser }), express.json(), async (req, res) => {
  const created = { ...parse(EventDetails, req), id: crypto.randomUUID(), creator: res.locals.user.email }
  await saveEvent(database, created)
  res.status(201).json(created)
})

app.put('/event/edit/:id', guard({ event: ownEvent }), express.json(), async (req, res) => {
  const changed = { ...res.locals.event, ...parse(EventDetails, req) }
  await saveEvent(database, changed)
  res.json(changed)
})

app.delete('/event/:id', guard({ event: ownEvent }), async (req, res) => {
  await removeEvent(database, res.locals.event)
  res.status(204).end()
})

/** What is no refusal of ours, such as a body that is no JSON. Express would answer it with a stack. */
const otherErrors: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const status = v.is(ClientMistake, error) ? error.status : 500
  if (status === 500) console.error(error)
  if (res.headersSent) next(error)
  else res.status(status).json({ detail: STATUS_CODES[status] })
}

app.use(authErrors(), otherErrors)

const server = listen(createServer(app))

process.once('SIGTERM', () => {
  server.close(() => void database.close())
})
