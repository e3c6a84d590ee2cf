import jwt from 'jsonwebtoken'
import {
  createAccessToken,
  defineAuth,
  errorResponse,
  getCurrentUser,
  hs256,
  keyRing,
  run,
  security,
  verifyAccessToken,
} from '@scopetree/core'
import { fakeIssuer } from '@scopetree/core/testing'
import { createAdaptorServer } from '@hono/node-server'
import { sign } from 'hono/jwt'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { urlOf } from '../examples/serve.js'
import { call, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const SECRET_KEY = 'a secret of more than thirty-two characters'

function startBoth(name: string, env: () => Readonly<Record<string, string>>): { before: Program; after: Program } {
  const programs: Partial<Record<'before' | 'after', Program>> = {}
  beforeAll(async () => {
    programs.before = await startProgram(`migrate/${name}-before.ts`, env())
    programs.after = await startProgram(`migrate/${name}-after.ts`, env())
  }, 60_000)
  afterAll(async () => {
    await programs.before?.stop()
    await programs.after?.stop()
  })
  // They are there once `beforeAll` has run.
  return programs as Required<typeof programs>
}

function signIn({ origin }: Program, username: string, password: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  return call(origin, { method: 'POST', path: '/login', headers, body: JSON.stringify({ username, password }) })
}

async function tokenOf(program: Program, username: string, password: string): Promise<string> {
  const { status, body } = await signIn(program, username, password)
  expect(status).toBe(200)
  return (body as { token: string }).token
}

describe.each(['passport-jwt', 'express-jwt', 'hono-jwt'])('%s', (name) => {
  const programs = startBoth(name, () => ({ SECRET_KEY }))

  test.each(['before', 'after'] as const)(
    '%s: logins and routes',
    async (which) => {
      const program = programs[which]
      const [john, alice] = [
        await tokenOf(program, 'johndoe', 'secret'),
        await tokenOf(program, 'alice', 'secretalice'),
      ]
      expect(await withToken(program.origin, '/me', john)).toMatchObject({ status: 200, body: { username: 'johndoe' } })
      expect((await withToken(program.origin, '/reports', john)).status).toBe(403)
      expect(await withToken(program.origin, '/reports', alice)).toMatchObject({
        status: 200,
        body: [{ title: 'Sales', reader: 'alice' }],
      })
      expect((await signIn(program, 'johndoe', 'wrong')).status).toBe(401)
      expect((await withToken(program.origin, '/me', `${john}x`)).status).toBe(401)
      expect((await call(program.origin, { path: '/me' })).status).toBe(401)
    },
    20_000,
  )

  test.each([
    '{',
    'null',
    '',
    '[]',
    '{"username":"johndoe"}',
    '{"username":{"toString":1},"password":"x"}',
    '{"username":"johndoe","password":["secret"]}',
  ])("after: a login with the body %o is the client's mistake", async (body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await call(programs.after.origin, { method: 'POST', path: '/login', headers, body })
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.any(String) } })
    expect(answer.text).not.toContain('    at ')
  })

  test('after: a login of any size is not read', async () => {
    expect((await signIn(programs.after, 'x'.repeat(128 * 1024), 'secret')).status).toBe(413)
  })

  test('a token from before is good afterwards: nobody has to log in again', async () => {
    const token = await tokenOf(programs.before, 'alice', 'secretalice')
    expect((await withToken(programs.after.origin, '/reports', token)).status).toBe(200)
  }, 20_000)

  test('a token without an end is accepted before, and refused afterwards', async () => {
    const claims = {
      sub: 'alice',
      scope: 'reports',
      iss: 'https://reports.example',
      aud: 'https://api.reports.example',
    }
    // Only express-jwt is told an issuer; others would refuse an audience that they do not know.
    const { sub, scope } = claims
    const token = jwt.sign(name === 'express-jwt' ? claims : { sub, scope }, SECRET_KEY)
    expect((await withToken(programs.before.origin, '/me', token)).status).toBe(200)
    const { status, challenges } = await withToken(programs.after.origin, '/me', token)
    expect([status, challenges.join()]).toEqual([401, expect.stringContaining('error="invalid_token"')])
  })

  test('a refusal names the scope that is missing', async () => {
    const token = await tokenOf(programs.after, 'johndoe', 'secret')
    const { challenges } = await withToken(programs.after.origin, '/reports', token)
    expect(challenges.join()).toContain('error="insufficient_scope"')
    expect(challenges.join()).toContain('scope="reports"')
  }, 20_000)
})

describe('tokens that another library signed for an issuer and an audience', () => {
  const terms = { issuer: 'https://reports.example', audience: 'https://api.reports.example' }
  const claims = { sub: 'alice', iss: terms.issuer, aud: terms.audience, exp: Math.floor(Date.now() / 1000) + 600 }
  const key = hs256(SECRET_KEY)

  test.each([
    ['jsonwebtoken', () => jwt.sign(claims, SECRET_KEY)],
    ['hono/jwt', () => sign(claims, SECRET_KEY, 'HS256')],
  ])('%s: good for `tokenTypes` that name them, and for no other config', async (_, make) => {
    const token = await make()
    const both = defineAuth({ key, ...terms, tokenTypes: ['at+jwt', 'JWT'] })
    expect((await verifyAccessToken(both, token)).subject).toBe('alice')
    await expect(verifyAccessToken({ key, ...terms }, token)).rejects.toMatchObject({ reason: 'type' })
    await expect(verifyAccessToken({ key }, token)).rejects.toMatchObject({ reason: 'audience' })
  })
})

describe('the parts of the page on passport-jwt', async () => {
  vi.stubEnv('SECRET_KEY', SECRET_KEY)
  const { auth, currentUser, numbered, users } = await import('../examples/migrate/passport-jwt-parts.js')
  vi.unstubAllEnvs()
  const ann = { id: 7, email: 'ann@example.com', roles: ['admin'] as const }
  users.push({ user: ann, passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW' })
  const sign = (claims: object, options: jwt.SignOptions = { expiresIn: '1d' }): string =>
    jwt.sign(claims, SECRET_KEY, options)

  async function statusOf(needs: typeof numbered, token: string, role: 'admin' | 'editor' = 'admin') {
    const request = new Request('https://api.example', { headers: { authorization: `Bearer ${token}` } })
    try {
      return (await run(security(needs, role), request, (user) => Response.json(user))).status
    } catch (error) {
      return errorResponse(error)?.status
    }
  }

  test('a token that names an id is good by `loadUser`, and without it belongs to nobody', async () => {
    const token = sign({}, { subject: '7', expiresIn: '1d' })
    expect((await getCurrentUser(auth, token)).user).toBe(ann)
    const byName = defineAuth({ ...auth, loadUser: undefined })
    await expect(getCurrentUser(byName, token)).rejects.toMatchObject({ reason: 'unknown_user' })
  })

  test('the roles of the database are the scopes', async () => {
    const token = sign({ scope: 'editor' }, { subject: '7', expiresIn: '1d' })
    expect([await statusOf(currentUser, token), await statusOf(currentUser, token, 'editor')]).toEqual([200, 403])
  })

  test('a day has as many seconds as the page says', async () => {
    const { exp = 0, iat = 0 } = jwt.decode(await createAccessToken(auth, { sub: '7' })) as jwt.JwtPayload
    expect(exp - iat).toBe(86_400)
  })

  test('numbers are read in old tokens, and as texts in new ones', async () => {
    // As JavaScript writes it; the types of today's jsonwebtoken want a text.
    const old = [sign({ sub: 7 as unknown as string }), sign({ id: 7 })]
    for (const token of [...old, await createAccessToken(auth, { sub: String(ann.id) })]) {
      expect([await statusOf(numbered, token), await statusOf(numbered, token, 'editor')]).toEqual([200, 403])
    }
    for (const token of old) {
      await expect(getCurrentUser(auth, token)).rejects.toMatchObject({ reason: 'claims' })
    }
  })

  test.each([
    ['of another user', () => sign({ id: 8 })],
    ['of nobody', () => sign({})],
    ['without an end', () => sign({ id: 7 }, {})],
    ['that has expired', () => sign({ id: 7 }, { expiresIn: -1 })],
    ['of another key', () => jwt.sign({ id: 7 }, `${SECRET_KEY}x`, { expiresIn: '1d' })],
    ['that is a text', () => jwt.sign('7', SECRET_KEY)],
  ])('a token %s is refused there', async (_, make) => {
    expect(await statusOf(numbered, make())).toBe(401)
  })

  test('a ring takes the tokens of a short secret, and signs with another', async () => {
    const short = 'keyboard cat'
    expect(() => hs256(short)).toThrow('at least 32 bytes')
    const ring = defineAuth({
      key: keyRing(hs256(SECRET_KEY, { kid: '2' }), hs256(short, { allowInsecureSecret: true })),
    })
    const old = jwt.sign({}, short, { subject: '7', expiresIn: '1d' })
    expect((await verifyAccessToken(ring, old)).subject).toBe('7')
    const token = await createAccessToken(ring, { sub: '7' })
    expect((await verifyAccessToken({ key: hs256(SECRET_KEY, { kid: '2' }) }, token)).subject).toBe('7')
    await expect(verifyAccessToken({ key: hs256(short, { allowInsecureSecret: true }) }, token)).rejects.toMatchObject({
      reason: 'signature',
    })
  })
})

describe('express-oauth2-jwt-bearer', () => {
  const audience = 'https://api.example.com'
  let issuer: ReturnType<typeof fakeIssuer>
  const server = createAdaptorServer({ fetch: (request) => issuer.handle(request) })
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    issuer = fakeIssuer({ issuer: urlOf(server), audience })
  })
  afterAll(() => server.close())
  const programs = startBoth('express-oauth2-jwt-bearer', () => ({
    ISSUER: urlOf(server),
    AUDIENCE: audience,
  }))

  test.each(['before', 'after'] as const)(
    '%s: scopes and roles',
    async (which) => {
      const { origin } = programs[which]
      const reader = await issuer.token({ sub: 'alice', scope: 'read:reports' })
      expect(await withToken(origin, '/me', reader)).toMatchObject({ status: 200, body: { username: 'alice' } })
      expect((await withToken(origin, '/reports', reader)).status).toBe(200)
      expect((await withToken(origin, '/reports', await issuer.token({}))).status).toBe(403)
      expect((await call(origin, { path: '/me' })).status).toBe(401)
      expect((await withToken(origin, '/me', await issuer.token({}, 'expired'))).status).toBe(401)
      expect((await withToken(origin, '/me', await issuer.token({ aud: 'somebody else' }))).status).toBe(401)
      expect((await withToken(origin, '/me', await issuer.token({ exp: undefined }))).status).toBe(401)

      const remove = (token: string): Promise<Answer> =>
        call(origin, { method: 'DELETE', path: '/reports', headers: { authorization: `Bearer ${token}` } })
      expect((await remove(await issuer.token({ scope: 'write:reports', roles: ['editor'] }))).status).toBe(204)
      expect((await remove(await issuer.token({ roles: ['editor'] }))).status).toBe(403)
    },
    20_000,
  )

  test('after: who is no editor', async () => {
    const token = await issuer.token({ scope: 'write:reports', roles: ['reader'] })
    const headers = { authorization: `Bearer ${token}` }
    const { status } = await call(programs.after.origin, { method: 'DELETE', path: '/reports', headers })
    expect(status).toBe(403)
  })
})
