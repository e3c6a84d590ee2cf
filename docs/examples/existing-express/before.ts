import express, { Router, type ErrorRequestHandler } from 'express'
import { addNote, notes } from './store.js'

const { HOST = '127.0.0.1', PORT = '8000' } = process.env

export const app = express()

app.use(express.json())

app.get('/health', (req, res) => {
  res.json({ up: true })
})

app.get('/notes', (req, res) => {
  res.json([...notes.values()])
})

app.get('/notes/:id', (req, res) => {
  const note = notes.get(Number(req.params.id))
  if (!note) throw Object.assign(new Error('There is no such note'), { status: 404 })
  res.json(note)
})

app.post('/notes', (req, res) => {
  if (typeof req.body?.author !== 'string') throw Object.assign(new Error('There is no author'), { status: 400 })
  if (typeof req.body?.text !== 'string') throw Object.assign(new Error('There is no note'), { status: 400 })
  res.status(201).json(addNote(req.body.author, req.body.text))
})

const admin = Router()

admin.get('/stats', (req, res) => {
  res.json({ notes: notes.size })
})

admin.delete('/notes/:id', (req, res) => {
  res.status(notes.delete(Number(req.params.id)) ? 204 : 404).end()
})

app.use('/admin', admin)

const onError: ErrorRequestHandler = (error: Error & { status?: number }, req, res, _next) => {
  const { status = 500 } = error
  if (status === 500) console.error(error)
  res.status(status).json({ message: status === 500 ? 'Something went wrong' : error.message })
}
app.use(onError)

export const server = app.listen(Number(PORT), HOST, (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
