import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, login, withToken } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

let program: Program
beforeAll(async () => {
  program = await startProgram('quickstart/main.ts')
}, 30_000)
afterAll(() => program.stop())

async function tokenWith(scope: string): Promise<string> {
  const { status, body } = await login(program.origin, { username: 'johndoe', password: 'secret', scope })
  expect(status).toBe(200)
  expect(body).toMatchObject({ token_type: 'bearer', expires_in: 900, scope })
  return (body as { access_token: string }).access_token
}

test('a token with both scopes reads the items', async () => {
  expect(await withToken(program.origin, '/items', await tokenWith('items me'))).toMatchObject({
    status: 200,
    body: [{ name: 'Foo', owner: 'johndoe' }],
  })
})

test('a token with one of them is told which it needs', async () => {
  const { status, challenges } = await withToken(program.origin, '/items', await tokenWith('me'))
  expect(status).toBe(403)
  expect(challenges).toEqual([
    'Bearer error="insufficient_scope", error_description="The access token lacks a scope that this request needs", scope="items me"',
  ])
})

test('a request without a token is asked for one', async () => {
  const { status, challenges, body } = await call(program.origin, { path: '/users/me' })
  expect([status, challenges, body]).toEqual([401, ['Bearer scope="me"'], { detail: 'Not authenticated' }])
})
