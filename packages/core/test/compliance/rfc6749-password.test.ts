import {
  bcrypt,
  defineAuth,
  getCurrentUser,
  hashPassword,
  oauth2PasswordBearer,
  security,
  tokenEndpoint,
} from '@scopetree/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { SECRET } from '../credentials/jws.js'
import { hs256 } from '@scopetree/core/token'
import { answer } from '../tree/answer.js'
import { bearer } from '../tree/requests.js'

const hasher = bcrypt({ cost: 4 })
const hashes = new Map<string, string>()
const auth = defineAuth({
  key: hs256(SECRET),
  hasher,
  scopes: { me: 'Read yourself.', items: 'Read items.' },
  findUser: (username) => {
    const passwordHash = hashes.get(username)
    return passwordHash === undefined ? undefined : { user: { username }, passwordHash }
  },
  scopesFor: () => ['me'],
})
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)
const endpoint = tokenEndpoint(auth)

beforeAll(async () => {
  hashes.set('johndoe', await hashPassword('secret', hasher))
})

function login(fields: Readonly<Record<string, string>>): Promise<Response> {
  return endpoint(new Request('http://localhost/token', { method: 'POST', body: new URLSearchParams(fields) }))
}

describe('RFC 6749 §4.3: from the password to the route', () => {
  it('§4.3.2, §5.1: the token that the password got opens the route, for the scope that was granted and no other', async () => {
    const response = await login({
      grant_type: 'password',
      username: 'johndoe',
      password: 'secret',
      scope: 'items me',
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { access_token: token, ...rest } = (await response.json()) as { access_token: string }
    // §3.3: a scope that differs from the one asked for is named.
    expect(rest).toEqual({ token_type: 'bearer', expires_in: expect.any(Number), scope: 'me' })
    expect(await answer(security(currentUser, 'me'), bearer(token))).toMatchObject({ body: { username: 'johndoe' } })
    expect(await answer(security(currentUser, 'items'), bearer(token))).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope', scope: 'items' },
    })
  })

  it.each([
    ['invalid_grant', { grant_type: 'password', username: 'johndoe', password: 'wrong' }],
    ['invalid_grant', { grant_type: 'password', username: 'nobody', password: 'secret' }],
    ['invalid_request', { grant_type: 'password', username: 'johndoe' }],
    ['unsupported_grant_type', { grant_type: 'refresh_token', username: 'johndoe', password: 'secret' }],
  ])('§5.2: %s for %j, not stored', async (error, fields) => {
    const response = await login(fields)
    expect(response.status).toBe(400)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ error, error_description: expect.any(String) })
  })
})
