import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, login, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../examples/existing-express/${name}.ts`, import.meta.url), 'utf8').split('\n')

/** The length of the longest common subsequence. */
function unchanged(before: readonly string[], after: readonly string[]): number {
  let row: readonly number[] = after.map(() => 0)
  for (const line of before) {
    const next: number[] = []
    after.forEach((other, index) => {
      const diagonal = row[index - 1] ?? 0
      next.push(line === other ? diagonal + 1 : Math.max(row[index] ?? 0, next[index - 1] ?? 0))
    })
    row = next
  }
  return row.at(-1) ?? 0
}

test('the application is protected in under fifteen changed lines', () => {
  const [before, after] = [linesOf('before'), linesOf('after')]
  const same = unchanged(before, after)
  expect(after.length - same).toBeLessThan(15)
  expect(before.length - same).toBeLessThan(15)
})

const ROUTES = [
  ['GET', '/notes'],
  ['GET', '/notes/1'],
  ['POST', '/notes'],
  ['GET', '/admin/stats'],
  ['DELETE', '/admin/notes/9'],
] as const
const note = { headers: { 'content-type': 'application/json' }, body: '{"author":"x","text":"Call home"}' }

describe('before', () => {
  let program: Program
  beforeAll(async () => {
    program = await startProgram('existing-express/before.ts')
  }, 30_000)
  afterAll(() => program.stop())

  test.each(ROUTES)('%s %s is open', async (method, path) => {
    const { status } = await request(program, method, path)
    expect([200, 201, 404]).toContain(status)
  })

  test('a note takes the number of no other, whatever was deleted', async () => {
    const add = async (): Promise<number> => ((await request(program, 'POST', '/notes')).body as { id: number }).id
    const [first, second] = [await add(), await add()]
    await request(program, 'DELETE', `/admin/notes/${first}`)
    const third = await add()
    expect(new Set([1, first, second, third]).size).toBe(4)
  })

  test.each(['{}', '{"author":"x","text":{"toString":1}}', '{"author":{"toString":1},"text":"x"}'])(
    "the body %s is the client's mistake",
    async (body) => {
      const { status } = await call(program.origin, { method: 'POST', path: '/notes', ...note, body })
      expect(status).toBe(400)
    },
  )
})

describe('after', () => {
  let program: Program
  let john: string
  let alice: string
  beforeAll(async () => {
    program = await startProgram('existing-express/after.ts')
    john = await tokenOf({ username: 'johndoe', password: 'secret', scope: 'write admin' })
    alice = await tokenOf({ username: 'alice', password: 'secretalice', scope: 'write admin' })
  }, 30_000)
  afterAll(() => program.stop())

  async function tokenOf(form: Readonly<Record<string, string>>): Promise<string> {
    return ((await login(program.origin, form)).body as { access_token: string }).access_token
  }

  test.each(ROUTES)('%s %s asks for a token', async (method, path) => {
    const { status, challenges, body } = await request(program, method, path)
    expect([status, challenges, body]).toEqual([401, ['Bearer'], { detail: 'Not authenticated' }])
  })

  test('GET /health is open', async () => {
    expect(await request(program, 'GET', '/health')).toMatchObject({ status: 200, body: { up: true } })
  })

  test('a token reads', async () => {
    expect((await request(program, 'GET', '/notes/1', john)).body).toMatchObject({ id: 1 })
  })

  test('what a user writes is theirs', async () => {
    expect(await request(program, 'POST', '/notes', john)).toMatchObject({ status: 201, body: { author: 'johndoe' } })
  })

  test('the router of administrators is for them, whatever a client has asked for', async () => {
    const { status, challenges } = await request(program, 'GET', '/admin/stats', john)
    expect([status, challenges.join()]).toEqual([403, expect.stringContaining('scope="admin"')])
    expect((await request(program, 'GET', '/admin/stats', alice)).status).toBe(200)
  })

  test("the application's own error handler answers what is its own", async () => {
    expect(await request(program, 'GET', '/notes/9', john)).toMatchObject({
      status: 404,
      body: { message: 'There is no such note' },
    })
    const headers = { ...note.headers, authorization: `Bearer ${john}` }
    const malformed = await call(program.origin, { method: 'POST', path: '/notes', headers, body: '{' })
    expect(malformed).toMatchObject({ status: 400, body: { message: expect.stringContaining('JSON') } })
    const noText = await call(program.origin, {
      method: 'POST',
      path: '/notes',
      headers,
      body: '{"text":{"toString":1}}',
    })
    expect(noText).toMatchObject({ status: 400, body: { message: 'There is no note' } })
    const empty = await call(program.origin, {
      method: 'POST',
      path: '/notes',
      headers: { authorization: `Bearer ${john}` },
    })
    expect(empty).toMatchObject({ status: 400, body: { message: 'There is no note' } })
  })

  test('a body is not parsed for who may not send it', async () => {
    const malformed = await call(program.origin, { method: 'POST', path: '/notes', ...note, body: '{' })
    expect(malformed.status).toBe(401)
  })
})

function request({ origin }: Program, method: string, path: string, token?: string): Promise<Answer> {
  const headers = { ...(method === 'POST' && note.headers), ...(token && { authorization: `Bearer ${token}` }) }
  return call(origin, { method, path, headers, ...(method === 'POST' && { body: note.body }) })
}
