import { createHash, timingSafeEqual } from 'node:crypto'
import { serve } from '@hono/node-server'
import {
  anyOf,
  apiKey,
  defineAuth,
  depends,
  fastapi,
  getCurrentUser,
  hs256,
  httpBasic,
  httpBearer,
  HttpError,
  oauth2PasswordBearer,
  operation,
  optional,
} from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs, guard, routesOf } from '@scopetree/hono'
import { Hono } from 'hono'
import { z } from 'zod'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env
const KEYS = new Map([['key-of-reports', 'reports']])

// #region claims
/** The old application signs refresh tokens with the same key: `{ "sub": …, "type": "refresh" }`. */
const claims = z.looseObject({ sub: z.string(), type: z.literal('access').optional() })

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { posts: 'Write posts.' },
  claims,
  loadUser: ({ sub }) => ({ username: sub }),
})
// #endregion claims

// #region stranger
const bearer = { tokenUrl: 'token', scopes: auth.scopes }
const currentUser = oauth2PasswordBearer(bearer, (token) => getCurrentUser(auth, token))
/** Takes any token, so it stands second. In the document it is the same scheme, so it has the same options. */
const stranger = oauth2PasswordBearer(bearer, () => ({ user: 'stranger' as const }))

const reader = depends(optional(anyOf(currentUser, stranger)), function reader(user) {
  return user === 'stranger' ? null : user
})
// #endregion stranger

// #region keys
const header = { in: 'header', key: 'X-API-Key' } as const

/** Needed by itself: a bad key is answered as it was. */
const service = apiKey(header, (key) => {
  const user = KEYS.get(key)
  if (user === undefined) throw new HttpError(403, 'Could not validate API key')
  return { user }
})

/** One of two: `null` lets the other try, where an `HttpError` would end the request. */
const caller = anyOf(
  currentUser,
  apiKey(header, (key) => {
    const username = KEYS.get(key)
    return username === undefined ? null : { user: { username } }
  }),
)
// #endregion keys

const operator = httpBasic({}, ({ username, password }) => {
  const isOperator = isSame(`${username}:${password}`, 'ops:swordfish')
  if (!isOperator) throw new HttpError(401, 'Incorrect username or password', { 'WWW-Authenticate': 'Basic' })
  return { user: username }
})

const cron = httpBearer({}, (token) => {
  if (!isSame(token, 'cron-token')) throw new HttpError(403, 'Invalid token')
  return { user: 'cron' }
})

function isSame(sent: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(sent), hash(expected))
}

// #region transaction
const transaction = depends(async function transaction(context) {
  const work = await begin()
  context.defer((error) => (error === undefined ? work.commit() : work.rollback()))
  return work
})
// #endregion transaction

/** Stands for that of your database. */
async function begin() {
  return { commit: () => console.log('commit'), rollback: () => console.log('rollback') }
}

const post = depends(function post({ request }) {
  if (request.param('post_id') !== '1') throw new HttpError(404, 'No such post')
  return { id: 1, author: 'johndoe' }
})

// #region errors
class NotYours extends Error {}

const app = new Hono()
const answer = authErrors(fastapi)

app.onError((error, c) => {
  if (error instanceof NotYours) return c.json({ error: { code: 'not_yours' } }, 403)
  return answer(error, c)
})
// #endregion errors

app.get('/feed', guard({ reader }), (c) => c.json({ hello: c.var.reader?.username ?? 'stranger' }))

app.get('/metrics', guard({ service }), (c) => c.json({ service: c.var.service }))

app.get('/reports', guard({ caller }), (c) => c.json({ caller: c.var.caller.username }))

app.get('/ops', guard({ operator }), (c) => c.json({ operator: c.var.operator }))

app.get('/cron', guard({ cron }), (c) => c.json({ ran: c.var.cron }))

// #region operation
const Post = z.object({ id: z.int(), author: z.string() }).meta({ title: 'Post' })
const postId = { name: 'post_id', in: 'path', required: true, schema: { type: 'integer' } }

app.post(
  '/posts',
  operation({ operationId: 'add_post', tags: ['posts'], response: Post, status: 201 }, guard({ caller, transaction })),
  (c) => c.json({ id: 1, author: c.var.caller.username }, 201),
)

app.delete(
  '/posts/:post_id',
  operation(
    { operationId: 'delete_post_posts__post_id__delete', parameters: [postId] },
    guard({ caller, transaction }),
  ),
  () => {
    throw new NotYours()
  },
)
// #endregion operation

app.get('/posts/:post_id', guard({ post, caller }), (c) => c.json(c.var.post))

app.route('/', docs(docsPages({ info: { title: 'Posts', version: '1.0.0' }, routes: routesOf(app), profile: fastapi })))

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, (info) => console.log('Listening', info))
