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
