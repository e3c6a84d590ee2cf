import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, login, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

let program: Program
let user: string
beforeAll(async () => {
  program = await startProgram('password-jwt/main.ts')
  user = tokenIn(await login(program.origin, { username: 'johndoe', password: 'secret' }))
}, 30_000)
afterAll(() => program.stop())

function tokenIn({ body }: Answer): string {
  return (body as { access_token: string }).access_token
}

function send(method: string, path: string, token: string): Promise<Answer> {
  return call(program.origin, { method, path, headers: { authorization: `Bearer ${token}` } })
}

test('a login that fails is 401 with a challenge, as in the tutorial', async () => {
  const answer = await login(program.origin, { username: 'johndoe', password: 'wrong' })
  expect(answer).toMatchObject({
    status: 401,
    challenges: ['Bearer'],
    body: { detail: 'Incorrect username or password' },
  })
})

test('a token of a user names its kind, and reads what is the user’s', async () => {
  const claims: unknown = JSON.parse(Buffer.from(user.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ sub: 'username:johndoe' })
  expect((await withToken(program.origin, '/users/me/', user)).body).toMatchObject({ username: 'johndoe' })
  expect((await withToken(program.origin, '/users/me/items/', user)).body).toEqual([
    { item_id: 'Foo', owner: 'johndoe' },
  ])
})

test.each([
  ['car', '/cars/herbie', 'POST', '/drive', { driving: 'herbie' }],
  ['post', '/posts/hello-world', 'PUT', '', { edited: 'hello-world' }],
])('a key of a %s is for that one alone, and for no user', async (_, thing, method, action, done) => {
  const key = tokenIn(await send('POST', `${thing}/key`, user))
  expect(await send(method, thing + action, key)).toMatchObject({ status: 200, body: done })
  expect((await send('GET', '/users/me/', key)).status).toBe(403)
  expect((await send(method, thing + action, user)).status).toBe(401)
  expect((await send('POST', '/cars/kitt/drive', key)).status).toBe(thing.startsWith('/cars') ? 403 : 401)
})

test.each([
  ['is not there', '/cars/nobody/key'],
  ["is somebody else's", '/cars/kitt/key'],
  ['is a post', '/cars/hello-world/key'],
  ['has a name that no token could carry', `/cars/${'a'.repeat(9000)}/key`],
  ['is not there', '/posts/nothing/key'],
  ['is a car', '/posts/herbie/key'],
])('no key is given out for what %s', async (_, path) => {
  const answer = await send('POST', path, user)
  expect(answer).toMatchObject({ status: 404, body: { detail: 'You have nothing of that name' } })
})
