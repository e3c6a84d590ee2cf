import { sValidator } from '@hono/standard-validator'
import { fastapi, security } from '@scopetree/core'
import { authErrors, guard, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'
import * as v from 'valibot'
import { auth, author, caller } from './security.js'

const NewNote = v.object({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })
const Page = v.object({ limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number)), '10') })

const notes = [{ id: 1, author: 'johndoe', text: 'Buy milk' }]

export const app = new Hono()
  .onError(authErrors(fastapi))
  .post('/token', tokenEndpoint(auth, fastapi))
  .use('/notes/*', guard(caller))
  .get('/notes', sValidator('query', Page), (c) => {
    const { limit } = c.req.valid('query')
    return c.json(notes.slice(0, limit))
  })
  .post('/notes', guard({ author }), sValidator('json', NewNote), (c) => {
    const note = { id: notes.length + 1, author: c.var.author.name, text: c.req.valid('json').text }
    notes.push(note)
    return c.json(note, 201)
  })
  .get('/notes/:id', guard({ user: security(caller, 'read') }), (c) => {
    const note = notes.find(({ id }) => id === Number(c.req.param('id')))
    return note ? c.json({ ...note, mine: note.author === c.var.user.name }, 200) : c.json({ detail: 'Not Found' }, 404)
  })

/** What a client has to know of the API: the types of its routes, and nothing of its code. */
export type Api = typeof app
