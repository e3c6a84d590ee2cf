import {
  createAccessToken,
  getCurrentUser,
  hs256,
  issuer,
  privateKey,
  remoteJwks,
  verifyAccessToken,
  type Fetch,
  type IssuerOptions,
  type Jwk,
  type RemoteJwksOptions,
} from '@scopetree/core'
import { fakeIssuer } from '@scopetree/core/testing'
import { describe, expect, it } from 'vitest'
import { material } from '../keys/material.js'
import { ACCEPTED, outcomeOf } from './outcome.js'

const fake = fakeIssuer()
const terms = { issuer: fake.issuer, audience: fake.audience, fetch: fake.fetch, onError: () => {} }

describe('where keys may come from', () => {
  it.each([
    'http://login.example/jwks.json',
    'http://10.0.0.1/jwks.json',
    'http://127.0.0.1.example/jwks.json',
    'http://localhost.example/jwks.json',
    'http://notlocalhost/jwks.json',
    'http://[::2]/jwks.json',
    'ftp://login.example/jwks.json',
    'file:///etc/passwd',
    'data:application/json,{"keys":[]}',
    '//login.example/jwks.json',
    'jwks.json',
    '',
  ])('%s is refused', (url) => {
    expect(() => remoteJwks(url, terms)).toThrow(TypeError)
    expect(() => issuer(url, terms)).toThrow(TypeError)
  })

  it.each(['https://user:password@login.example/', 'https://user@login.example/', 'http://:password@127.0.0.1/'])(
    '%s holds credentials, which would end up in logs',
    (url) => {
      expect(() => remoteJwks(url, terms)).toThrow('"url" must hold no credentials')
    },
  )

  it.each(['https://login.example/jwks.json', 'http://localhost:8080/', 'http://127.1/', 'http://[::1]:8080/'])(
    '%s will do',
    (url) => {
      expect(remoteJwks(url, terms).algorithms).toContain('RS256')
      expect(remoteJwks(new URL(url), terms).algorithms).toContain('RS256')
    },
  )

  it('an issuer has no query and no fragment', () => {
    expect(() => issuer('https://login.example/?tenant=1', terms)).toThrow('no query')
    expect(() => issuer('https://login.example/#tenant', terms)).toThrow('no query')
  })
})

describe('options', () => {
  const wrong = (options: object): (() => unknown) => {
    return () => remoteJwks('https://login.example/jwks.json', { ...terms, ...options })
  }

  it.each(['issuer', 'audience'])('"%s" is required: without it, a token for anybody would do', (name) => {
    expect(wrong({ [name]: undefined })).toThrow(`"${name}" must be given`)
    expect(wrong({ [name]: '' })).toThrow(`"${name}" must be a non-empty string`)
    expect(wrong({ [name]: 7 })).toThrow(`"${name}" must be a non-empty string`)
  })

  it('none at all are refused', () => {
    const none: unknown = undefined
    expect(() => remoteJwks('https://login.example/', none as RemoteJwksOptions)).toThrow('"issuer" must be given')
    expect(() => issuer('https://login.example/', none as IssuerOptions)).toThrow('"audience" must be given')
  })

  it.each(['refreshAfter', 'maxAge', 'timeout'])('"%s" is a positive number of seconds', (name) => {
    for (const value of [0, -1, NaN, Infinity, '5']) expect(wrong({ [name]: value })).toThrow(`"${name}" must be`)
  })

  it('"timeout" is one that a timer can hold', () => {
    expect(wrong({ timeout: 3_000_000 })).toThrow('"timeout" is more than a timer can hold')
    expect(wrong({ refreshAfter: 3_000_000, maxAge: 3_000_000 })).not.toThrow()
  })

  it('"algorithms" are asymmetric ones', () => {
    for (const algorithms of [['HS256'], ['none'], ['RS256', 'HS256'], [], 'RS256', ['rs256']]) {
      expect(wrong({ algorithms })).toThrow('"algorithms" must be')
    }
  })

  it('"metadata" is one of the two well-known names', () => {
    const options: object = { ...terms, metadata: '../jwks.json' }
    expect(() => issuer('https://login.example/', options as IssuerOptions)).toThrow('"metadata" must be')
  })

  it('a config that names another issuer or audience than its key is a mistake', async () => {
    const key = remoteJwks(fake.jwksUrl, terms)
    const token = await fake.token()
    for (const config of [{ issuer: 'https://other.test' }, { audience: 'https://other.test' }]) {
      await expect(verifyAccessToken({ key, ...config }, token)).rejects.toThrow('leave them away, or say the same')
    }
    const { issuer: name, audience } = fake
    await expect(verifyAccessToken({ key, issuer: name, audience }, token)).resolves.toBeDefined()
  })

  it('the user of a token is its claims', async () => {
    const auth = { key: remoteJwks(fake.jwksUrl, terms) }
    const { user, scopes } = await getCurrentUser(auth, await fake.token({ sub: 'alice', scope: 'me items' }), ['me'])
    expect(user.sub).toBe('alice')
    expect(scopes).toEqual(['me', 'items'])
  })
})

describe('metadata', () => {
  const answers = (documents: Readonly<Record<string, unknown>>): Fetch => {
    return async (url) => (url in documents ? Response.json(documents[url]) : fake.fetch(url))
  }
  const keyOf = (fetch: Fetch, options: Partial<IssuerOptions> = {}): { key: ReturnType<typeof issuer> } => ({
    key: issuer(fake.issuer, { ...terms, fetch, ...options }),
  })
  const OPENID = `${fake.issuer}/.well-known/openid-configuration`

  it('OpenID Connect Discovery §4: of the issuer', async () => {
    expect(await outcomeOf(keyOf(fake.fetch), await fake.token())).toMatchObject(ACCEPTED)
  })

  it.each([
    ['https://a.test', 'openid-configuration', 'https://a.test/.well-known/openid-configuration'],
    ['https://a.test/', 'openid-configuration', 'https://a.test/.well-known/openid-configuration'],
    ['https://a.test/realms/x', 'openid-configuration', 'https://a.test/realms/x/.well-known/openid-configuration'],
    ['https://a.test/t/v2.0/', 'openid-configuration', 'https://a.test/t/v2.0/.well-known/openid-configuration'],
    ['https://a.test', 'oauth-authorization-server', 'https://a.test/.well-known/oauth-authorization-server'],
    ['https://a.test/x', 'oauth-authorization-server', 'https://a.test/.well-known/oauth-authorization-server/x'],
  ] as const)('%s, %s: at %s', async (name, metadata, expected) => {
    const asked: string[] = []
    const own = fakeIssuer({ issuer: name, alg: 'ES256' })
    const fetch: Fetch = (url, init) => {
      asked.push(url)
      return own.fetch(url, init)
    }
    const auth = { key: issuer(name, { ...terms, metadata, fetch, audience: own.audience }) }
    expect(await outcomeOf(auth, await own.token())).toMatchObject(ACCEPTED)
    expect(asked).toEqual([expected, own.jwksUrl])
  })

  it.each([
    ['a slash more', { issuer: `${fake.issuer}/`, jwks_uri: fake.jwksUrl }],
    ['another issuer', { issuer: 'https://other.test', jwks_uri: fake.jwksUrl }],
    ['none', { jwks_uri: fake.jwksUrl }],
    ['no keys', { issuer: fake.issuer }],
    ['keys without TLS', { issuer: fake.issuer, jwks_uri: 'http://issuer.test/jwks.json' }],
    ['keys on this machine', { issuer: fake.issuer, jwks_uri: 'http://127.0.0.1/jwks.json' }],
    ['keys behind a password', { issuer: fake.issuer, jwks_uri: 'https://user:password@issuer.test/jwks.json' }],
    ['keys in the URL itself', { issuer: fake.issuer, jwks_uri: 'data:application/json,{}' }],
    ['keys at no URL', { issuer: fake.issuer, jwks_uri: 'jwks.json' }],
    ['keys in an object', { issuer: fake.issuer, jwks_uri: { href: fake.jwksUrl } }],
  ])('RFC 8414 §3.3: metadata with %s are not believed', async (_, document) => {
    const asked = fake.keyFetches
    // Good keys wherever they may be looked for.
    const fetch: Fetch = async (url) => (url === OPENID ? Response.json(document) : fake.fetch(fake.jwksUrl))
    const outcome = await outcomeOf(keyOf(fetch), await fake.token())
    expect(outcome).toMatchObject({ status: 503 })
    expect(fake.keyFetches).toBe(asked)
  })

  it('keys that have moved are found without a restart', async () => {
    let time = 1_800_000_000
    const moved = `${fake.issuer}/moved.json`
    const { keys } = (await (await fake.fetch(fake.jwksUrl)).json()) as { keys: unknown }
    const documents: Record<string, unknown> = {}
    const auth = { ...keyOf(answers(documents), { now: () => time, maxAge: 600 }), now: () => time }
    const good = await fake.token({ iat: time, exp: time + 10_000 })
    expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
    documents[OPENID] = { issuer: fake.issuer, jwks_uri: moved }
    documents[fake.jwksUrl] = { error: 'gone' }
    documents[moved] = { keys }
    time += 600
    expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
  })
})

describe('RFC 7517 §5: what else stands in a set', () => {
  const [rs, es, ed] = [material('RS256'), material('ES256'), material('EdDSA')]
  const published = (...keys: readonly unknown[]): Fetch => {
    return async () => Response.json({ keys })
  }
  const config = (fetch: Fetch, options: Partial<RemoteJwksOptions> = {}): { key: ReturnType<typeof remoteJwks> } => ({
    key: remoteJwks('https://issuer.test/jwks.json', { ...terms, fetch, ...options }),
  })
  const sign = async (jwk: Jwk): Promise<string> => {
    const key = privateKey(jwk)
    const { issuer: name, audience } = fake
    return createAccessToken({ key, issuer: name, audience }, { sub: 'johndoe' })
  }
  const odd = [
    { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'secret' },
    { kty: 'XYZ', kid: 'future' },
    { ...rs.publicJwk, kid: 'enc', use: 'enc' },
    { ...rs.publicJwk, kid: 'ops', key_ops: ['encrypt'] },
    { ...rs.publicJwk, kid: 'small', n: 'AQAB' },
    { ...es.publicJwk, kid: 'off-curve', x: es.publicJwk.y },
    { ...rs.publicJwk, kid: 'alg', alg: 'RSA-OAEP' },
    { ...rs.publicJwk, kid: 7 },
    null,
    'key',
  ]

  it('odd keys are passed over, and good ones beside them found', async () => {
    const fetch = published(...odd, { ...es.publicJwk, kid: 'good' })
    expect(await outcomeOf(config(fetch), await sign({ ...es.privateJwk, kid: 'good' }))).toMatchObject(ACCEPTED)
    for (const kid of ['enc', 'ops', 'alg']) {
      expect(await outcomeOf(config(fetch), await sign({ ...rs.privateJwk, kid }))).toMatchObject({ status: 401 })
    }
  })

  it('odd keys alone are an issuer out of order', async () => {
    expect(await outcomeOf(config(published(...odd)), await sign(es.privateJwk))).toMatchObject({ status: 503 })
  })

  it('a published private key verifies, and signs nothing here', async () => {
    const auth = config(published(es.privateJwk))
    expect(await outcomeOf(auth, await sign(es.privateJwk))).toMatchObject(ACCEPTED)
    expect(auth.key).not.toHaveProperty('signingKey')
  })

  it('a token without a kid has the only key of its algorithm, and no other', async () => {
    const other = material('ES256').publicJwk
    const token = await sign(es.privateJwk)
    expect(await outcomeOf(config(published(rs.publicJwk, es.publicJwk)), token)).toMatchObject(ACCEPTED)
    const two = published({ ...es.publicJwk, kid: '1' }, { ...other, kid: '2' })
    expect(await outcomeOf(config(two), token)).toMatchObject({ status: 401, reason: 'signature' })
  })

  it('two keys of one kid and algorithm are none', async () => {
    const other = material('ES256').publicJwk
    const two = published({ ...es.publicJwk, kid: '1' }, { ...other, kid: '1' })
    expect(await outcomeOf(config(two), await sign({ ...es.privateJwk, kid: '1' }))).toMatchObject({ status: 401 })
    const mixed = published({ ...es.publicJwk, kid: '1' }, { ...rs.publicJwk, kid: '1' })
    expect(await outcomeOf(config(mixed), await sign({ ...es.privateJwk, kid: '1' }))).toMatchObject(ACCEPTED)
  })

  it('a key that names no algorithm is for the first that fits it, and not for what a token says', async () => {
    const fetch = published({ ...rs.publicJwk, alg: undefined, kid: '1' })
    const as = (alg: string): Promise<string> => sign({ ...rs.privateJwk, alg, kid: '1' })
    expect(await outcomeOf(config(fetch), await as('RS256'))).toMatchObject(ACCEPTED)
    expect(await outcomeOf(config(fetch), await as('PS256'))).toMatchObject({ status: 401, reason: 'signature' })
    expect(await outcomeOf(config(fetch, { algorithms: ['PS256'] }), await as('PS256'))).toMatchObject(ACCEPTED)
    expect(await outcomeOf(config(fetch, { algorithms: ['PS256'] }), await as('RS256'))).toMatchObject({ status: 401 })
  })

  it('"algorithms" leave keys for others out', async () => {
    const fetch = published(es.publicJwk, ed.publicJwk)
    const auth = config(fetch, { algorithms: ['EdDSA'] })
    expect(await outcomeOf(auth, await sign(ed.privateJwk))).toMatchObject(ACCEPTED)
    expect(await outcomeOf(auth, await sign(es.privateJwk))).toMatchObject({ status: 401, reason: 'signature' })
  })

  it('a shared secret of our own stays what it is', () => {
    expect(hs256('a secret of more than thirty-two bytes').origin).toBeUndefined()
  })
})
