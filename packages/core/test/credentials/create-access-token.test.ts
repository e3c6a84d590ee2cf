import { createHmac } from 'node:crypto'
import { createAccessToken, hs256, verifyAccessToken } from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { key, NOW, rejection, SECRET } from './jws.js'

const issuer = { key, scopes: { me: 'Me.', items: 'Items.' }, now: () => NOW + 0.9 }

function decode(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = '', claims = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return { header: JSON.parse(header), claims: JSON.parse(claims) }
}

it('RFC 7519 §7.1: writes sub, scope, exp, iat and jti, typ JWT, and a good signature', async () => {
  const token = await createAccessToken(issuer, { sub: 'johndoe', scopes: ['me', 'items', 'me'], tenant: 'acme' })
  const { header, claims } = decode(token)
  expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(claims).toEqual({
    sub: 'johndoe',
    scope: 'me items',
    tenant: 'acme',
    iat: NOW,
    exp: NOW + 900,
    jti: expect.stringMatching(/^[\da-f-]{36}$/),
  })
  const [input, signature] = [token.slice(0, token.lastIndexOf('.')), token.slice(token.lastIndexOf('.') + 1)]
  expect(createHmac('sha256', SECRET).update(input).digest('base64url')).toBe(signature)
  await expect(verifyAccessToken({ key, now: () => NOW }, token)).resolves.toMatchObject({ scopes: ['me', 'items'] })
})

it('RFC 9068 §2.1: with issuer and audience typ is at+jwt, and the token verifies', async () => {
  const config = { ...issuer, issuer: 'https://issuer.example', audience: 'api' }
  const token = await createAccessToken(config, { sub: 'x', client_id: 'app' })
  expect(decode(token)).toMatchObject({
    header: { typ: 'at+jwt' },
    claims: { iss: config.issuer, aud: 'api', client_id: 'app' },
  })
  await expect(verifyAccessToken(config, token)).resolves.toMatchObject({ subject: 'x' })
  expect(decode(await createAccessToken({ ...issuer, issuer: 'i' }, { sub: 'x' }))).toMatchObject({
    header: { typ: 'JWT' },
    claims: { iss: 'i' },
  })
})

it('writes the kid of its key', async () => {
  expect(decode(await createAccessToken({ key: hs256(SECRET, { kid: '7' }) }, { sub: 'x' })).header).toEqual({
    alg: 'HS256',
    typ: 'JWT',
    kid: '7',
  })
})

it('scopeClaim: scopes writes an array; nothing granted writes no claim', async () => {
  const config = { ...issuer, scopeClaim: 'scopes' } as const
  expect(decode(await createAccessToken(config, { sub: 'x', scopes: ['me', 'items'] })).claims).toMatchObject({
    scopes: ['me', 'items'],
  })
  expect(decode(await createAccessToken(config, { sub: 'x', scopes: [] })).claims).not.toHaveProperty('scopes')
  expect(decode(await createAccessToken(issuer, { sub: 'x' })).claims).not.toHaveProperty('scope')
})

it('expiresIn: of the call, else of the config', async () => {
  const config = { ...issuer, expiresIn: 1800 }
  expect(decode(await createAccessToken(config, { sub: 'x' })).claims['exp']).toBe(NOW + 1800)
  expect(decode(await createAccessToken(config, { sub: 'x' }, { expiresIn: 5 })).claims['exp']).toBe(NOW + 5)
  expect(decode(await createAccessToken(config, { sub: 'x' }, { expiresIn: undefined })).claims['exp']).toBe(NOW + 1800)
})

it('nbf and jti are the caller’s to choose', async () => {
  const { claims } = decode(await createAccessToken(issuer, { sub: 'x', nbf: NOW + 5, jti: 'one' }))
  expect(claims).toMatchObject({ nbf: NOW + 5, jti: 'one' })
})

describe('refuses', () => {
  it.each([
    ['exp', 'createAccessToken writes itself'],
    ['iat', 'createAccessToken writes itself'],
    ['iss', 'createAccessToken writes itself'],
    ['aud', 'createAccessToken writes itself'],
    ['scope', 'verifiers read scopes from: grant them by "scopes"'],
    ['scp', 'verifiers read scopes from: grant them by "scopes"'],
    ['permissions', 'verifiers read scopes from: grant them by "scopes"'],
  ])('the claim %s, which %s', async (name, why) => {
    const refused = { name: 'TypeError', message: `"${name}" is a claim that ${why}` }
    expect(await rejection(createAccessToken(issuer, { sub: 'x', [name]: 1 }))).toMatchObject(refused)
    await expect(createAccessToken(issuer, { sub: 'x', [name]: undefined })).resolves.toBeDefined()
  })

  it.each(['admin', '__proto__', 'constructor', 'toString'])('the undeclared scope %s', async (scope) => {
    await expect(createAccessToken(issuer, { sub: 'x', scopes: [scope as never] })).rejects.toThrow(/not declared/)
  })

  it.each([[['me items']], [['']], [['a"b']], [[5]], ['me'], [null]])('scopes: %j', async (scopes) => {
    const undeclared: { key: typeof key; scopes?: Record<string, string> } = { key }
    await expect(createAccessToken(undeclared, { sub: 'x', scopes: scopes as never })).rejects.toThrow(TypeError)
    const config = { ...undeclared, scopeClaim: 'scopes' } as const
    await expect(createAccessToken(config, { sub: 'x', scopes: scopes as never })).rejects.toThrow(/scope/)
  })

  it.each([
    ['sub', ''],
    ['sub', 5],
    ['sub', undefined],
    ['jti', ''],
    ['jti', 5],
    ['nbf', Number.NaN],
    ['nbf', '5'],
  ])('%s: %o', async (name, value) => {
    const error = await rejection(createAccessToken(issuer, { sub: 'x', [name]: value }))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(`"${name}"`)
  })

  it.each([0, -1, Number.NaN, Infinity, '900', null])('expiresIn: %o', async (value) => {
    const expiresIn = value as never
    await expect(createAccessToken({ ...issuer, expiresIn }, { sub: 'x' })).rejects.toThrow(/"expiresIn"/)
    await expect(createAccessToken(issuer, { sub: 'x' }, { expiresIn })).rejects.toThrow(/"expiresIn"/)
  })

  it('an empty issuer or audience', async () => {
    await expect(createAccessToken({ ...issuer, issuer: '' }, { sub: 'x' })).rejects.toThrow(/"issuer"/)
    await expect(createAccessToken({ ...issuer, audience: '' }, { sub: 'x' })).rejects.toThrow(/"audience"/)
  })

  it('claims that make a token which no verifier takes', async () => {
    await expect(createAccessToken(issuer, { sub: 'x', big: 'x'.repeat(8000) })).rejects.toThrow(/8192/)
  })
})
