import { authenticateUser, tokenEndpoint } from '@scopetree/core'
import { auth, login as post } from './application.js'
import { equal, type Checks } from './check.js'

const credentials = { username: 'johndoe', password: "johndoe's secret" }

export const login: Checks = {
  'login: a good password gives the user': async () => {
    equal(await authenticateUser(auth, 'johndoe', "johndoe's secret"), { username: 'johndoe', disabled: false })
  },

  'login: a wrong password and an unknown user give null': async () => {
    equal(await authenticateUser(auth, 'johndoe', 'wrong'), null)
    equal(await authenticateUser(auth, '__proto__', 'wrong'), null)
  },

  'login: the token endpoint answers a token that no cache may keep': async () => {
    const answer = await post({ ...credentials, scope: 'items me' })
    const { access_token, ...rest } = (await answer.json()) as { access_token: string }
    equal([answer.status, answer.headers.get('cache-control')], [200, 'no-store'])
    equal(rest, { token_type: 'bearer', expires_in: 900, scope: 'items me' })
    equal(access_token.split('.').length, 3)
  },

  'login: a multipart form is read': async () => {
    const body = new FormData()
    for (const [name, value] of Object.entries(credentials)) body.set(name, value)
    const answer = await tokenEndpoint(auth)(new Request('http://api.example/token', { method: 'POST', body }))
    equal(answer.status, 200)
  },

  'login: a wrong password is refused as OAuth says': async () => {
    const answer = await post({ username: 'johndoe', password: 'wrong' })
    equal(answer.status, 400)
    equal(await answer.json(), { error: 'invalid_grant', error_description: 'Incorrect username or password' })
  },

  'login: a malformed form is refused': async () => {
    const answer = await post({ username: 'johndoe' })
    equal([answer.status, ((await answer.json()) as { error: string }).error], [400, 'invalid_request'])
  },
}
