import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, login } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

let program: Program
beforeAll(async () => {
  program = await startProgram('roles/main.ts')
}, 30_000)
afterAll(() => program.stop())

const ROUTES = [
  ['GET', '/items'],
  ['POST', '/items'],
  ['GET', '/users'],
] as const

describe.each([
  ['rita', 'items:read items:write admin', 'items:read', [200, 403, 403]],
  ['rita', 'items:* users:read', '', [403, 403, 403]],
  ['ed', 'items:write', 'items:write', [200, 200, 403]],
  ['ed', 'items:read', 'items:read', [200, 403, 403]],
  ['ed', 'items:* admin', '', [403, 403, 403]],
  ['bo', 'admin', 'admin', [200, 200, 200]],
  ['bo', 'items:*', 'items:*', [200, 200, 403]],
  ['bo', 'users:read', 'users:read', [403, 403, 200]],
  ['bo', '', '', [403, 403, 403]],
] as const)('%s asks for %j', (username, requested, granted, statuses) => {
  test(`is granted ${JSON.stringify(granted)}, and may do what that implies`, async () => {
    const { body } = await login(program.origin, { username, password: 'secret', scope: requested })
    expect(body).toMatchObject({ scope: granted })
    const { access_token: token } = body as { access_token: string }
    const headers = { authorization: `Bearer ${token}` }
    const answers = await Promise.all(ROUTES.map(([method, path]) => call(program.origin, { method, path, headers })))
    expect(answers.map(({ status }) => status)).toEqual(statuses)
  })
})

test('a refusal names the scope that the route demands, and none that would imply it', async () => {
  const { body } = await login(program.origin, { username: 'rita', password: 'secret', scope: 'items:read' })
  const { access_token: token } = body as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  const { challenges } = await call(program.origin, { path: '/users', headers })
  expect(challenges).toEqual([expect.stringContaining('scope="users:read"')])
})

describe('scopes that are stored as text', () => {
  let stored: Program
  beforeAll(async () => {
    stored = await startProgram('roles/stored.ts')
  }, 30_000)
  afterAll(() => stored.stop())

  test.each([
    ['items:write', 'items:write', 200],
    ['items:read', 'items:read', 200],
    ['reports', '', 403],
  ])('%j is granted as %j', async (requested, granted, status) => {
    const { body } = await login(stored.origin, { username: 'ida', password: 'secret', scope: requested })
    expect(body).toMatchObject({ scope: granted })
    const { access_token: token } = body as { access_token: string }
    const headers = { authorization: `Bearer ${token}` }
    expect((await call(stored.origin, { path: '/items', headers })).status).toBe(status)
  })
})
