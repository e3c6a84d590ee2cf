import { httpBearer, security, type ErrorProfile } from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { oldProfile, profile } from '../examples/migrate-fastapi/profiles.js'

/** Status, challenge and body of a route that demands `admin`, of which nobody has it. */
async function answerOf(errors: ErrorProfile, authorization?: string): Promise<unknown[]> {
  const app = new Hono()
  const caller = httpBearer({ scopes: { admin: 'Do everything.' } }, (token) =>
    token === 'good' ? { user: 'johndoe', scopes: [] } : null,
  )
  app.onError(authErrors(errors))
  app.get('/', guard(security(caller, 'admin')), (c) => c.json({}))
  const response = await app.request('/', { headers: authorization === undefined ? {} : { authorization } })
  return [response.status, response.headers.get('WWW-Authenticate'), await response.json()]
}

const notAuthenticated = { detail: 'Not authenticated' }
const badToken = [401, 'Bearer scope="admin"', { detail: 'Could not validate credentials' }]

test('a missing scope is a 403 with the body of FastAPI', async () => {
  const lacking = [403, 'Bearer scope="admin"', { detail: 'Not enough permissions' }]
  expect(await answerOf(profile, 'Bearer good')).toEqual(lacking)
  expect(await answerOf(profile, 'Bearer bad')).toEqual(badToken)
  expect(await answerOf(profile)).toEqual([401, 'Bearer', notAuthenticated])
})

test('no credentials are a 403 without a challenge, as before FastAPI 0.122', async () => {
  expect(await answerOf(oldProfile)).toEqual([403, null, notAuthenticated])
  expect(await answerOf(oldProfile, 'Bearer bad')).toEqual(badToken)
})
