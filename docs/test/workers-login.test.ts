import { expect, test, vi } from 'vitest'

const passwordHash = '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW' // secret

// The module is the platform's: this test shows that the program does what the page says, and workerd that it is there.
vi.mock('cloudflare:workers', () => {
  const users = new Map([['johndoe', JSON.stringify({ user: { username: 'johndoe' }, passwordHash })]])
  const USERS = { get: async (name: string) => JSON.parse(users.get(name) ?? 'null') as unknown }
  return { env: { SECRET_KEY: 'a secret of the tests, 32 characters', USERS } }
})

const { default: app } = await import('../examples/workers-login/worker.js')

function logIn(form: Readonly<Record<string, string>>): Response | Promise<Response> {
  return app.request('/token', { method: 'POST', body: new URLSearchParams(form) })
}

test('a Worker whose config is a constant logs in, and demands the scope', async () => {
  for (const [scope, status] of [
    ['notes', 200],
    ['', 403],
  ] as const) {
    const answer = await logIn({ username: 'johndoe', password: 'secret', scope })
    const { access_token } = (await answer.json()) as { access_token: string }
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await app.request('/notes', { headers })).status).toBe(status)
  }
})

test('it refuses a wrong password, an unknown user and a request without a token', async () => {
  expect((await logIn({ username: 'johndoe', password: 'wrong' })).status).toBe(400)
  expect((await logIn({ username: 'alice', password: 'secret' })).status).toBe(400)
  expect((await app.request('/notes')).status).toBe(401)
})
