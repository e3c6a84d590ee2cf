import { expect, test } from 'vitest'
import { call } from './support/http.js'
import { startProgram } from './support/program.js'

test.each(['express', 'hono'])(
  'the quickstart on %s shows its documentation',
  async (host) => {
    const { origin, stop } = await startProgram(`quickstart/${host}.ts`)
    try {
      expect((await fetch(`${origin}/docs`)).status).toBe(200)
      expect((await call(origin, { path: '/openapi.json' })).body).toMatchObject({
        paths: { '/items': { get: { security: [{ OAuth2PasswordBearer: ['items', 'me'] }] } } },
      })
    } finally {
      await stop()
    }
  },
  60_000,
)
