import {
  anyOf,
  createAccessToken,
  defineAuth,
  defineScopes,
  depends,
  errorResponse,
  getCurrentUser,
  hashPassword,
  hs256,
  httpBearer,
  oauth2PasswordBearer,
  optional,
  passwordGrant,
  run,
  security,
  type Dependency,
} from '@scopetree/core'
import { override } from '@scopetree/core/testing'
import { openapi } from '@scopetree/core/openapi'
import { describe, expect, it } from 'vitest'

const scopes = defineScopes({
  'items:read': 'Read items.',
  'items:write': 'Change items.',
  'items:*': 'All of items.',
  'users:read': 'Read users.',
  editor: { description: 'Edit.', implies: ['items:write', 'users:read'] },
  admin: { description: 'All there is.', implies: ['editor', 'items:*'] },
})

const auth = defineAuth({
  key: hs256(crypto.randomUUID()),
  scopes,
  findUser: async (username: string) => ({ user: { username }, passwordHash: await hash }),
  scopesFor: ({ username }) => (username === 'root' ? ['admin'] : ['editor']),
})
const hash = hashPassword('secret')
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

type Scope = keyof typeof scopes
async function requestWith(granted: readonly Scope[]): Promise<Request> {
  const token = await createAccessToken(auth, { sub: 'johndoe', scopes: granted })
  return new Request('https://api.test/', { headers: { authorization: `Bearer ${token}` } })
}

async function answer(dependency: Dependency<unknown>, granted: readonly Scope[]): Promise<Response> {
  try {
    return await run(dependency, await requestWith(granted), () => new Response('ok'))
  } catch (error) {
    const response = errorResponse(error)
    if (response === undefined) throw error
    return response
  }
}

/** What each granted scope allows, written down by hand. */
const ALLOWED: readonly (readonly [Scope, readonly Scope[]])[] = [
  ['items:read', ['items:read']],
  ['items:write', ['items:write']],
  ['items:*', ['items:read', 'items:write', 'items:*']],
  ['users:read', ['users:read']],
  ['editor', ['items:write', 'users:read', 'editor']],
  ['admin', ['items:read', 'items:write', 'items:*', 'users:read', 'editor', 'admin']],
]
const names = Object.keys(scopes) as Scope[]
const TABLE = ALLOWED.flatMap(([granted, allowed]) =>
  names.map((demanded) => [granted, demanded, allowed.includes(demanded) ? 200 : 403] as const),
)

describe('a broader scope stands for narrower ones', () => {
  it.each(TABLE)(
    'granted %s, demanded %s: %i, in the tree and in getCurrentUser',
    async (granted, demanded, status) => {
      expect((await answer(security(currentUser, demanded), [granted])).status).toBe(status)
      const alone = await getCurrentUser(auth, await requestWith([granted]), [demanded]).then(
        () => 200,
        (error: { status: unknown }) => error.status,
      )
      expect(alone).toBe(status)
    },
  )

  it('several demanded scopes may come from several granted ones', async () => {
    const both = security(currentUser, 'items:read', 'users:read')
    expect((await answer(both, ['items:*', 'editor'])).status).toBe(200)
    expect((await answer(both, ['items:*'])).status).toBe(403)
  })

  it('holds inside optional and anyOf, and for a scheme that a test overrides', async () => {
    const other = httpBearer({ scopes }, () => null)
    expect((await answer(optional(security(currentUser, 'items:read')), ['admin'])).status).toBe(200)
    expect((await answer(optional(security(currentUser, 'items:read')), ['editor'])).status).toBe(403)
    expect((await answer(security(anyOf(currentUser, other), 'items:read'), ['admin'])).status).toBe(200)
    const restored = override(currentUser, () => ({ user: { username: 'root' }, scopes: ['admin'] }))
    expect((await answer(security(currentUser, 'items:read'), [])).status).toBe(200)
    restored.restore()
    expect((await answer(security(currentUser, 'items:read'), [])).status).toBe(403)
  })

  it('a wildcard that nobody declared stands for nothing', async () => {
    const plain = httpBearer({ scopes: { 'items:read': '' } }, () => ({ user: 'johndoe', scopes: ['items:*', '*'] }))
    expect((await answer(security(plain, 'items:read'), [])).status).toBe(403)
  })

  it('leaves what was granted as it is', async () => {
    const { scopes: granted } = await getCurrentUser(auth, await requestWith(['admin']))
    expect(granted).toEqual(['admin'])
  })
})

describe('what the world is told stays exact', () => {
  it('the challenge and the body name the scope that was demanded', async () => {
    const response = await answer(security(currentUser, 'items:read'), ['editor'])
    expect(response.headers.get('www-authenticate')).toContain('scope="items:read"')
    expect(await response.json()).toMatchObject({ error: 'insufficient_scope', scope: 'items:read' })
  })

  it('a dependency sees the scopes that were demanded', async () => {
    const seen = depends(currentUser, (_, { requiredScopes }) => requiredScopes)
    expect(await run(security(seen, 'items:read'), await requestWith(['admin']), (value) => value)).toEqual([
      'items:read',
    ])
  })

  it('the OpenAPI document lists every scope with its description, and each route with what it demands', () => {
    const guard = security(currentUser, 'items:read')
    const routes = [{ method: 'GET', path: '/items', guard }]
    const document = openapi({ info: { title: 'Test', version: '1' }, routes })
    const text = JSON.stringify(document)
    expect(text).toContain('"admin":"All there is."')
    expect(text).toContain('"items:*":"All of items."')
    expect(text).toContain('{"OAuth2PasswordBearer":["items:read"]}')
    expect(text).not.toContain('implies')
  })
})

describe('roles become scopes when the token is issued', () => {
  async function granted(username: string, scope: string): Promise<string> {
    const body = new URLSearchParams({ username, password: 'secret', scope })
    return (await passwordGrant(auth, new Request('https://api.test/token', { method: 'POST', body }))).scope
  }

  it.each([
    ['root', 'admin', 'admin'],
    ['root', 'items:read users:read', 'items:read users:read'],
    ['root', 'items:*', 'items:*'],
    ['jane', 'items:write', 'items:write'],
    ['jane', 'items:read admin items:* editor', 'editor'],
    ['jane', '', ''],
  ])('%s asks for %j and gets %j', async (username, requested, expected) => {
    expect(await granted(username, requested)).toBe(expected)
  })
})
