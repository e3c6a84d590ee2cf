import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'
import { openTap } from './support/tap.js'

const folder = mkdtempSync(join(tmpdir(), 'planner-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { TEST_DATABASE_URL } = process.env
const DATABASES = [
  ['SQLite', `file:${join(folder, 'planner.db')}`],
  ['PostgreSQL', TEST_DATABASE_URL],
] as const

const PARTY = { title: 'Party', description: 'With cake.', location: 'Here', tags: ['cake'] }
/** Unique, so that a database that outlives a run can be used again. */
const run = Date.now().toString(36)
const ANNA = { email: `anna.${run}@example.com`, password: 'correct horse' }
const BERT = { email: `bert.${run}@example.com`, password: 'battery staple' }

describe.each(DATABASES)('the event planner on %s', (_, url) => {
  const SECRET_KEY = crypto.randomUUID()
  let program: Program
  const start = (): Promise<Program> => startProgram('event-planner/main.ts', { DATABASE_URL: url ?? '', SECRET_KEY })

  beforeAll(async () => {
    if (url !== undefined) program = await start()
  }, 30_000)
  afterAll(() => program?.stop())

  function send(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    return call(program.origin, { method, path, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  }

  async function signIn({ email, password }: typeof ANNA): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const form = new URLSearchParams({ username: email, password }).toString()
    const { status, body } = await call(program.origin, { method: 'POST', path: '/user/signin', headers, body: form })
    expect(status).toBe(200)
    return (body as { access_token: string }).access_token
  }

  test.skipIf(url === undefined)(
    'sign up, sign in, and change only what is one’s own; all of it survives a restart',
    async () => {
      expect(await send('POST', '/user/signup', ANNA)).toMatchObject({ status: 201, body: { email: ANNA.email } })
      expect((await send('POST', '/user/signup', BERT)).status).toBe(201)
      expect((await send('POST', '/user/signup', { ...ANNA, email: ANNA.email.toUpperCase() })).status).toBe(409)
      const [anna, bert] = [await signIn({ ...ANNA, email: ANNA.email.toUpperCase() }), await signIn(BERT)]

      expect((await send('POST', '/event/new', PARTY)).status).toBe(401)
      const created = await send('POST', '/event/new', PARTY, anna)
      expect(created).toMatchObject({ status: 201, body: { ...PARTY, creator: ANNA.email } })
      const { id } = created.body as { id: string }
      expect(await send('GET', `/event/${id}`)).toMatchObject({ status: 200, body: PARTY })

      const later = { ...PARTY, title: 'Late party' }
      expect((await send('PUT', `/event/edit/${id}`, later)).status).toBe(401)
      expect(await send('PUT', `/event/edit/${id}`, later, bert)).toMatchObject({
        status: 403,
        body: { detail: 'Only its creator may change an event' },
      })
      expect(await send('PUT', `/event/edit/${id}`, later, anna)).toMatchObject({ status: 200, body: later })

      await program.stop()
      program = await start()
      expect((await send('GET', '/event')).body).toContainEqual({ ...later, id, creator: ANNA.email })
      expect((await send('DELETE', `/event/${id}`, undefined, bert)).status).toBe(403)
      expect((await send('DELETE', `/event/${id}`, undefined, anna)).status).toBe(204)
      expect((await send('GET', `/event/${id}`)).status).toBe(404)
    },
    60_000,
  )

  test.skipIf(url === undefined).each([
    ['/user/signup', { email: 'no address', password: 'x' }, 422],
    ['/user/signup', { email: `${'x'.repeat(243)}@example.com`, password: 'correct horse' }, 422],
    ['/user/signup', { email: `x\0.${run}@example.com`, password: 'correct horse' }, 422],
    ['/user/signup', { email: `x.${run}@example.com`, password: 'seven c' }, 422],
    ['/user/signup', { email: `x.${run}@example.com`, password: 'correct\0horse' }, 400],
    ['/user/signup', { email: `x.${run}@example.com`, password: 'x'.repeat(73) }, 400],
    ['/user/signup', 'nothing', 400],
    ['/user/signin', { username: 'a', password: 'b' }, 400],
  ])('POST %s with %j is the client’s mistake: %i', async (path, body, status) => {
    const answer = await send('POST', path, body)
    expect(answer.status).toBe(status)
  })

  test.skipIf(url === undefined)('a text that no database has is refused, wherever it stands', async () => {
    const carl = { email: `carl.${run}@example.com`, password: 'correct horse' }
    await send('POST', '/user/signup', carl)
    const token = await signIn(carl)
    for (const change of [{ title: 'a\0' }, { description: '\0' }, { location: '\0a' }, { tags: ['\0'] }]) {
      const { status, body } = await send('POST', '/event/new', { ...PARTY, ...change }, token)
      const field = expect.stringContaining(Object.keys(change)[0] ?? '')
      expect([status, body]).toEqual([422, { detail: [{ field, message: 'Invalid text: It has a NUL' }] }])
    }
    for (const change of [{ title: '\ud83d' }, { tags: ['\ude00\ud83d'] }]) {
      const { status, body } = await send('POST', '/event/new', { ...PARTY, ...change }, token)
      expect([status, body]).toMatchObject([422, { detail: [{ message: 'Invalid text' }] }])
    }
    expect((await send('POST', '/event/new', { ...PARTY, title: '\ud83d\ude00\n' }, token)).status).toBe(201)
    for (const id of ['%00', 'a', `${crypto.randomUUID()}%00`]) {
      expect((await send('GET', `/event/${id}`)).status).toBe(404)
      expect((await send('DELETE', `/event/${id}`, undefined, token)).status).toBe(404)
    }
  })

  test.skipIf(url === undefined)('an error that nobody expected is answered without a stack', async () => {
    expect((await send('POST', '/user/signup', 'nothing')).body).toEqual({ detail: 'Bad Request' })
    expect((await send('GET', '/event/%ff')).body).toEqual({ detail: 'Bad Request' })
    const large = await send('POST', '/user/signup', { email: 'x'.repeat(200_000) })
    expect([large.status, large.body]).toEqual([413, { detail: 'Payload Too Large' }])
  })

  test.skipIf(url === undefined)('a page of the known origin may read a challenge, and no other', async () => {
    const ask = (origin: string): Promise<Answer> =>
      call(program.origin, { method: 'POST', path: '/event/new', headers: { origin } })
    const known = await ask('http://localhost:5173')
    expect(known.headers['access-control-allow-origin']).toBe('http://localhost:5173')
    expect(known.headers['access-control-expose-headers']).toBe('WWW-Authenticate,Retry-After')
    const preflight = {
      origin: 'http://localhost:5173',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization',
    }
    const allowed = await call(program.origin, { method: 'OPTIONS', path: '/event/edit/1', headers: preflight })
    expect([allowed.status, allowed.headers['access-control-allow-headers']]).toEqual([204, 'authorization'])
  })
})

test('on SQLite a write waits for that of another process', async () => {
  const url = `file:${join(folder, 'busy.db')}`
  const program = await startProgram('event-planner/main.ts', { DATABASE_URL: url })
  const other = createClient({ url })
  try {
    const writing = await other.transaction('write')
    const json = { 'content-type': 'application/json' }
    const signUp = call(program.origin, {
      method: 'POST',
      path: '/user/signup',
      headers: json,
      body: JSON.stringify(ANNA),
    })
    await sleep(2000)
    await writing.rollback()
    expect((await signUp).status).toBe(201)
  } finally {
    other.close()
    await program.stop()
  }
}, 30_000)

describe.skipIf(TEST_DATABASE_URL === undefined)('the event planner, when PostgreSQL', () => {
  const name = `planner-${run}`
  const list = ({ origin }: Program): Promise<Answer> => call(origin, { path: '/event' })

  test('drops its connections, makes new ones', async () => {
    const url = new URL(TEST_DATABASE_URL ?? 'postgres://127.0.0.1')
    url.searchParams.set('application_name', name)
    const program = await startProgram('event-planner/main.ts', { DATABASE_URL: url.href })
    const server = new Pool({ connectionString: TEST_DATABASE_URL })
    try {
      await server.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name])
      await expect.poll(program.output).toContain('terminating connection')
      expect((await list(program)).status).toBe(200)
    } finally {
      await server.end()
      await program.stop()
    }
  }, 30_000)

  test('hangs, keeps nobody waiting', async () => {
    const tap = await openTap(TEST_DATABASE_URL ?? '')
    const program = await startProgram('event-planner/main.ts', { DATABASE_URL: tap.url })
    try {
      tap.hold()
      // The connection that is there, and one that would have to be made.
      for (const answer of await Promise.all([list(program), list(program)])) {
        expect([answer.status, answer.body]).toEqual([500, { detail: 'Internal Server Error' }])
      }
      tap.release()
      await expect.poll(async () => (await list(program)).status).toBe(200)
    } finally {
      await program.stop()
      tap.close()
    }
  }, 30_000)
})
