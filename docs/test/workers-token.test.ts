import { expect, test } from 'vitest'
import { app, type Env } from '../examples/workers/src/login.js'

const passwordHash = '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW' // secret
const env: Env = {
  SECRET_KEY: crypto.randomUUID(),
  USERS: { get: async (username) => (username === 'johndoe' ? { user: { username }, passwordHash } : null) },
}

test.each([
  ['secret', 200],
  ['wrong', 400],
])(
  'a login with %s, whose endpoint is made in the request, is a %i',
  async (password, status) => {
    const body = new URLSearchParams({ grant_type: 'password', username: 'johndoe', password })
    expect((await app.request('/token', { method: 'POST', body }, env)).status).toBe(status)
  },
  20_000,
)
