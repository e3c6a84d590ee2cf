import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changedLines } from '../.vitepress/changed-lines.js'
import { call, login, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

/** Starts a step of the tutorial for the tests around it. */
function step(number: number): {
  readonly get: (path: string, token?: string) => Promise<Answer>
  origin: () => string
} {
  let program: Program | undefined
  beforeAll(async () => {
    program = await startProgram(`tutorial/step-${number}.ts`)
  }, 30_000)
  afterAll(() => program?.stop())
  const origin = (): string => program?.origin ?? ''
  return {
    origin,
    get: (path, token) => (token === undefined ? call(origin(), { path }) : withToken(origin(), path, token)),
  }
}

async function tokenOf(origin: string, username: string, password: string, scope = ''): Promise<string> {
  const { status, body } = await login(origin, { username, password, scope })
  expect(status).toBe(200)
  return (body as { access_token: string }).access_token
}

describe('step 1: an open route', () => {
  const { get } = step(1)
  test('everybody reads the items', async () => {
    expect(await get('/items')).toMatchObject({ status: 200, body: [{ name: 'Foo' }] })
  })
})

describe('step 2: a guard', () => {
  const { get } = step(2)
  test('without a token: 401 and a challenge', async () => {
    expect(await get('/items')).toMatchObject({ status: 401, challenges: ['Bearer'] })
  })
  test('with a token that is nobody’s: 401 and invalid_token', async () => {
    expect(await get('/items', 'nobody')).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })
  test('with a name as the token: the items', async () => {
    expect(await get('/items', 'johndoe')).toMatchObject({ status: 200, body: [{ owner: 'johndoe' }] })
  })
})

describe('step 3: a dependency on a dependency', () => {
  const { get } = step(3)
  test('a disabled user is refused on both routes', async () => {
    expect(await get('/users/me', 'alice')).toMatchObject({ status: 400, body: { detail: 'Inactive user' } })
    expect((await get('/items', 'alice')).status).toBe(400)
    expect((await get('/users/me', 'johndoe')).body).toEqual({ username: 'johndoe', disabled: false })
  })
})

describe('step 4: passwords and tokens', () => {
  const { get, origin } = step(4)
  test('a name is no token any more', async () => {
    expect(await get('/items', 'johndoe')).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })
  test('a login gives a token that works', async () => {
    expect((await get('/items', await tokenOf(origin(), 'johndoe', 'secret'))).status).toBe(200)
  })
  test('a wrong password is refused', async () => {
    expect(await login(origin(), { username: 'johndoe', password: 'wrong' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })
})

describe('step 5: scopes', () => {
  const { get, origin } = step(5)
  test('scopes add up from the route to the token', async () => {
    const me = await tokenOf(origin(), 'johndoe', 'secret', 'me')
    expect((await get('/users/me', me)).status).toBe(200)
    expect(await get('/items', me)).toMatchObject({ status: 403, body: { scope: 'items me' } })
    const both = await tokenOf(origin(), 'johndoe', 'secret', 'items me')
    expect((await get('/items', both)).status).toBe(200)
  })
  test('the status needs a token and no scope', async () => {
    expect((await get('/status', await tokenOf(origin(), 'johndoe', 'secret'))).status).toBe(200)
    expect((await get('/status')).status).toBe(401)
  })
})

describe('step 6: the scopes application', () => {
  const { get, origin } = step(6)
  test('it answers as FastAPI does', async () => {
    const me = await tokenOf(origin(), 'johndoe', 'secret', 'me')
    expect(await get('/users/me/items/', me)).toMatchObject({
      status: 401,
      challenges: ['Bearer scope="items me"'],
      body: { detail: 'Not enough permissions' },
    })
    const both = await tokenOf(origin(), 'johndoe', 'secret', 'me items')
    expect((await get('/users/me/items/', both)).body).toEqual([{ item_id: 'Foo', owner: 'johndoe' }])
    expect((await get('/users/me/', await tokenOf(origin(), 'alice', 'secretalice', 'me'))).status).toBe(400)
    expect((await get('/status/', me)).body).toEqual({ status: 'ok' })
  })
})

test('what a step adds is marked, and nothing else', () => {
  expect(changedLines(['a', 'b', 'd'], ['a', 'x', 'b', 'c', 'd', '', 'e'])).toEqual([2, 4, 7])
  expect(changedLines(['a', 'b', 'c'], ['c'])).toEqual([])
  expect(changedLines(['x', 'a', 'b', 'a'], ['a', 'b', 'y', 'a'])).toEqual([3])
})
