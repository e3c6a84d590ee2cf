import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const READER = { username: 'user1', password: 'secret' }
const EDITOR = { username: 'user2', password: 'secretalice' }

let program: Program
beforeAll(async () => {
  program = await startProgram('jwt-lesson/main.ts')
}, 30_000)
afterAll(() => program.stop())

function post(path: string, body: string, token?: string, { origin } = program): Promise<Answer> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return call(origin, {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...authorization },
    body,
  })
}

async function tokenOf(user: typeof READER, from = program): Promise<string> {
  const { status, body } = await post('/login', JSON.stringify(user), undefined, from)
  expect(status).toBe(200)
  return (body as { token: string }).token
}

test('a JSON login gives a token that tells who one is', async () => {
  const answer = await withToken(program.origin, '/about_me', await tokenOf(READER))
  expect(answer).toMatchObject({ status: 200, body: { username: 'user1', role: 'reader', until: expect.any(Number) } })
})

test('a role becomes scopes', async () => {
  const [reader, editor] = [await tokenOf(READER), await tokenOf(EDITOR)]
  expect(await post('/notes', '', editor)).toMatchObject({ status: 200, body: { written_by: 'user2' } })
  expect(await post('/notes', '', reader)).toMatchObject({
    status: 403,
    body: { error: 'missing_scope', missing: ['write'] },
  })
  expect((await withToken(program.origin, '/notes', reader)).status).toBe(200)
})

test('an invalid token is told so', async () => {
  expect(await withToken(program.origin, '/about_me', `${await tokenOf(READER)}x`)).toMatchObject({
    status: 401,
    body: { error: 'signature', advice: 'this token was never good' },
  })
})

test('an expired token is told apart from an invalid one', async () => {
  const brief = await startProgram('jwt-lesson/main.ts', { EXPIRES_IN: '1' })
  try {
    const token = await tokenOf(READER, brief)
    await delay(1100)
    expect(await withToken(brief.origin, '/about_me', token)).toMatchObject({
      status: 401,
      body: { error: 'expired', advice: 'log in again' },
    })
  } finally {
    await brief.stop()
  }
}, 30_000)

describe('a login that is refused', () => {
  test.each([
    ['a wrong password', JSON.stringify({ ...READER, password: 'x' }), 401],
    ['an unknown user', JSON.stringify({ ...READER, username: 'nobody' }), 401],
    ['no JSON', 'username=user1', 422],
    ['nothing', '', 422],
    ['a number for a password', JSON.stringify({ ...READER, password: 1 }), 422],
    ['no password', JSON.stringify({ username: 'user1' }), 422],
  ])('%s', async (_, body, status) => {
    expect((await post('/login', body)).status).toBe(status)
  })
})
