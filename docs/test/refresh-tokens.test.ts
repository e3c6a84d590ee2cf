import { bcrypt } from '@scopetree/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, type User } from '../examples/refresh-tokens/api/app.js'
import { call, login, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

interface Tokens {
  access_token: string
  token_type: string
  expires_in: number
  refresh_token: string
  scope: string
}

describe('refresh tokens, over HTTP', () => {
  let program: Program
  beforeAll(async () => {
    program = await startProgram('refresh-tokens/main.ts')
  }, 30_000)
  afterAll(() => program?.stop())

  const refresh = (token: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    login(program.origin, { grant_type: 'refresh_token', refresh_token: token, ...more })

  async function logIn(scope = 'me items'): Promise<Tokens> {
    const answer = await login(program.origin, { username: 'johndoe', password: 'secret', scope })
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    return answer.body as Tokens
  }

  async function refreshed(token: string, more?: Readonly<Record<string, string>>): Promise<Tokens> {
    const answer = await refresh(token, more)
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    return answer.body as Tokens
  }

  const REFUSED = { status: 400, body: { error: 'invalid_grant' }, headers: { 'cache-control': 'no-store' } }

  test('a login answers both tokens, and says how long the first is good', async () => {
    const { access_token, refresh_token, ...rest } = await logIn()
    expect(rest).toEqual({ token_type: 'bearer', expires_in: 900, scope: 'me items' })
    expect((await withToken(program.origin, '/items', access_token)).status).toBe(200)
    expect(refresh_token).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
  })

  test('a refresh token is no access token', async () => {
    const { refresh_token } = await logIn()
    const refused = await withToken(program.origin, '/users/me', refresh_token)
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })

  test('an access token is no refresh token', async () => {
    const { access_token } = await logIn()
    expect(await refresh(access_token)).toMatchObject(REFUSED)
  })

  test('it is good once, and gets a new one', async () => {
    const first = await logIn()
    const second = await refreshed(first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second).toMatchObject({ expires_in: 900, scope: 'me items' })
    expect((await withToken(program.origin, '/items', second.access_token)).status).toBe(200)
    const third = await refreshed(second.refresh_token)
    expect((await withToken(program.origin, '/items', third.access_token)).status).toBe(200)
  })

  test('one that comes again ends the login, for whoever has which token', async () => {
    const first = await logIn()
    const second = await refreshed(first.refresh_token)
    const other = await logIn()
    expect(await refresh(first.refresh_token)).toMatchObject(REFUSED)
    expect(await refresh(second.refresh_token)).toMatchObject(REFUSED)
    // Another login of the same user is another session.
    await refreshed(other.refresh_token)
  })

  test('of two that come at once, one is answered', async () => {
    const { refresh_token } = await logIn()
    const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
  })

  test('it grants what the login granted, or less', async () => {
    const { refresh_token } = await logIn('me')
    const same = await refreshed(refresh_token, { scope: 'me items' })
    expect(same.scope).toBe('me')
    expect((await withToken(program.origin, '/items', same.access_token)).status).toBe(403)
    const { refresh_token: broad } = await logIn()
    const less = await refreshed(broad, { scope: 'me' })
    expect(less.scope).toBe('me')
    // RFC 6749 §6: the narrower wish is for this access token alone.
    expect((await refreshed(less.refresh_token)).scope).toBe('me items')
  })

  test('after a logout it is refused, and nobody is told whether there was one', async () => {
    const { refresh_token } = await logIn()
    const revoke = (token: string): Promise<Answer> =>
      call(program.origin, {
        method: 'POST',
        path: '/revoke',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token }).toString(),
      })
    for (const token of [refresh_token, refresh_token, 'x', '']) expect((await revoke(token)).status).toBe(200)
    expect(await refresh(refresh_token)).toMatchObject(REFUSED)
  })

  test.each(['', '.', 'x', 'null', '__proto__', 'constructor.x', 'é'.repeat(100)])(
    'a refresh token that nobody made: %o',
    async (token) => {
      expect(await refresh(token)).toMatchObject(REFUSED)
    },
  )

  test('what is no form of either kind is refused', async () => {
    expect(await login(program.origin, { grant_type: 'refresh_token' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    expect(await login(program.origin, { grant_type: 'authorization_code', code: 'x' })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    })
    const json = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username: 'johndoe', password: 'secret' })
    expect(await call(program.origin, { method: 'POST', path: '/token', headers: json, body })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    expect((await login(program.origin, `username=${'x'.repeat(70_000)}`)).status).toBe(413)
    const wrong = await login(program.origin, { username: 'johndoe', password: 'wrong' })
    expect(wrong).toMatchObject(REFUSED)
  })
})

describe('with a clock and users of its own', async () => {
  let time = 1_800_000_000
  const user = { username: 'johndoe', scopes: ['me', 'items'] as User['scopes'] }
  const accounts = new Map([['johndoe', { user, passwordHash: await bcrypt({ cost: 4 }).hash('secret') }]])
  let away = false
  const app = createApp(
    'a secret of the tests, 32 characters',
    (name) => {
      if (away) throw new Error('the users are away')
      return accounts.get(name)
    },
    () => time,
  )

  const refreshOf = (refresh_token: string) => ({
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }),
  })

  async function post(form: Readonly<Record<string, string>>): Promise<[number, Tokens]> {
    const answer = await app.request('/token', { method: 'POST', body: new URLSearchParams(form) })
    return [answer.status, (await answer.json()) as Tokens]
  }
  const password = { username: 'johndoe', password: 'secret', scope: 'me items' }
  const again = (refresh_token: string): Promise<[number, Tokens]> =>
    post({ grant_type: 'refresh_token', refresh_token })

  test('a session goes on after the access token has expired, and ends after thirty days', async () => {
    const [, first] = await post(password)
    time += 15 * 60
    const headers = { authorization: `Bearer ${first.access_token}` }
    expect((await app.request('/users/me', { headers })).status).toBe(401)
    const [status, second] = await again(first.refresh_token)
    expect(status).toBe(200)
    time += 30 * 24 * 60 * 60 - 15 * 60
    expect((await again(second.refresh_token))[0]).toBe(400)
  })

  test('a token is not spent while the users cannot be asked', async () => {
    const [, first] = await post(password)
    away = true
    expect((await app.request('/token', refreshOf(first.refresh_token))).status).toBe(500)
    away = false
    expect((await again(first.refresh_token))[0]).toBe(200)
    expect((await again(first.refresh_token))[0]).toBe(400)
  })

  test('nor for a wish that cannot be read', async () => {
    const [, first] = await post(password)
    const twice = refreshOf(first.refresh_token)
    for (const field of ['refresh_token', 'scope']) twice.body.append(field, 'me')
    twice.body.append('scope', 'items')
    const answer = await app.request('/token', twice)
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }])
    expect((await again(first.refresh_token))[0]).toBe(200)
  })

  test('a logout that cannot be read is none', async () => {
    const headers = { 'content-type': 'multipart/form-data' }
    const answer = await app.request('/revoke', { method: 'POST', headers, body: 'x' })
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }])
  })

  test('what a user may no longer do, a refresh grants no longer', async () => {
    const [, first] = await post(password)
    user.scopes = ['me']
    const [, second] = await again(first.refresh_token)
    expect(second.scope).toBe('me')
    accounts.delete('johndoe')
    expect((await again(second.refresh_token))[0]).toBe(400)
  })
})
