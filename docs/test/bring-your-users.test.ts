import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { login, withToken } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

// Hashes of full cost, by the dozen.
vi.setConfig({ testTimeout: 30_000 })

let program: Program
beforeAll(async () => {
  program = await startProgram('bring-your-users/main.ts')
}, 30_000)
afterAll(() => program.stop())

/** The users for whom a new hash was written, in that order. */
const written = () => [...program.output().matchAll(/A new hash for ([^:]+)/g)].map(([, username]) => username)

const active = [
  ['johndoe', "FastAPI 2023, by passlib's bcrypt", 'secret'],
  ['jane', "FastAPI today, by pwdlib's argon2id", 'jane-password'],
  ['ada', 'Django pbkdf2_sha256', 'ada-password'],
  ['dennis', 'Django pbkdf2_sha1', 'dennis-password'],
  ['grace', 'Django argon2', 'grace-password'],
  ['ken', 'Django bcrypt', 'ken-password'],
  ['linus', 'Django bcrypt_sha256', 'linus-password'],
  ['margaret', 'Django scrypt', 'margaret-password'],
  ['tim', 'Werkzeug scrypt', 'tim-password'],
  ['vint', 'Werkzeug pbkdf2:sha256', 'vint-password'],
  ['radia@example.com', 'better-auth', 'radia-pass\u00e9word'],
] as const

describe.each(active)('%s of %s', (username, _, password) => {
  const form = { username, password, scope: 'me items' }

  test('is refused with another password, and nothing is written', async () => {
    const before = written()
    const { status, body } = await login(program.origin, { ...form, password: `${password}x` })
    expect([status, body]).toEqual([400, { detail: 'Incorrect username or password' }])
    expect(written()).toEqual(before)
  })

  test('logs in with the old password, and gets a new hash, once', async () => {
    const before = written()
    for (const round of ['first', 'second']) {
      const { status, body } = await login(program.origin, form)
      expect(status, round).toBe(200)
      const { access_token } = body as { access_token: string }
      const items = await withToken(program.origin, '/users/me/items/', access_token)
      expect([items.status, items.body]).toEqual([200, [{ item_id: 'Foo', owner: username }]])
      expect(written(), round).toEqual([...before, username])
    }
    expect(program.output()).toContain(`A new hash for ${username}: $argon2id$v=19$m=65536,t=4,p=4\n`)
  })

  test('is refused with another password after that, too', async () => {
    const { status } = await login(program.origin, { ...form, password: `${password}x` })
    expect(status).toBe(400)
  })
})

test.each(['alice', 'barbara'])('%s, who is disabled, logs in and may do nothing', async (username) => {
  const password = username === 'alice' ? 'secretalice' : `${username}-password`
  const { status, body } = await login(program.origin, { username, password, scope: 'me' })
  expect(status).toBe(200)
  const me = await withToken(program.origin, '/users/me/', (body as { access_token: string }).access_token)
  expect([me.status, me.body]).toEqual([400, { detail: 'Inactive user' }])
})

test('a name that is for display logs nobody in', async () => {
  const { status } = await login(program.origin, { username: 'radia', password: 'radia-pass\u00e9word' })
  expect(status).toBe(400)
})

test('a table with the name of a user who is there already is not loaded over theirs', async () => {
  vi.doMock('../examples/bring-your-users/tables/flask.json', () => ({
    default: [{ username: 'ada', email: 'other@example.com', password_hash: 'scrypt:32768:8:1$' }],
  }))
  await expect(import('../examples/bring-your-users/users/accounts.js')).rejects.toThrow('Two users are called ada')
})

test('radia may decompose the é of her password, before her upgrade and after it', async () => {
  const form = { username: 'radia@example.com', password: 'radia-passe\u0301word', scope: 'me' }
  expect((await login(program.origin, form)).status).toBe(200)
})

test.each(['', '!', 'secret'])('a user to whom Django gave no password does not log in with %j', async (password) => {
  expect((await login(program.origin, { username: 'nobody', password })).status).not.toBe(200)
})
