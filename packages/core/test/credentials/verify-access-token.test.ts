import { type AuthEvent, type TokenVerifier, verifyAccessToken } from '@scopetree/core'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { base64url, forge, forgeText, good, key, NOW, rejection, verifier } from './jws.js'

async function reasonOf(token: string, config: object = {}): Promise<unknown> {
  const error = await rejection(verifyAccessToken({ ...verifier, ...config }, token))
  expect(error).toMatchObject({ name: 'InvalidTokenError', code: 'invalid_token', status: 401 })
  return (error as { reason: unknown }).reason
}

describe('a good token', () => {
  it('gives its claims, scopes and subject', async () => {
    const verified = await verifyAccessToken(verifier, forge({ ...good, scope: 'me items me', tenant: 'acme' }))
    expect(verified).toEqual({
      claims: { ...good, scope: 'me items me', tenant: 'acme' },
      scopes: ['me', 'items'],
      subject: 'johndoe',
    })
  })

  it('passes a subject on byte for byte', async () => {
    const sub = ' Ünï\u{200B}cödé:__proto__ '
    expect((await verifyAccessToken(verifier, forge({ ...good, sub }))).subject).toBe(sub)
  })

  it('may have exactly 8,192 characters, and not one more', async () => {
    const bare = JSON.stringify({ ...good, x: '' }).length
    const [longest, longer] = [6083, 6084].map((length) => forge({ ...good, x: 'x'.repeat(length - bare) }))
    expect([longest?.length, longer?.length]).toEqual([8192, 8193])
    await expect(verifyAccessToken(verifier, longest ?? '')).resolves.toBeDefined()
    expect(await reasonOf(longer ?? '')).toBe('malformed')
  })
})

describe('RFC 7515 §7.1: the token as a string', () => {
  const [header = '', payload = '', signature = ''] = forge(good).split('.')
  it.each([
    ['empty', ''],
    ['one segment', header],
    ['two segments', `${header}.${payload}`],
    ['no signature', `${header}.${payload}.`],
    ['no payload', `${header}..${signature}`],
    ['no header', `.${payload}.${signature}`],
    ['four segments', `${header}.${payload}.${signature}.${signature}`],
    ['a JWE of five segments', `${header}.${payload}.${signature}.${payload}.${signature}`],
    ['padding', `${header}.${payload}.${signature}=`],
    ['a space before', ` ${header}.${payload}.${signature}`],
    ['a space after', `${header}.${payload}.${signature} `],
    ['a line feed inside', `${header}.${payload}.${signature.slice(0, 9)}\n${signature.slice(9)}`],
    ['the standard alphabet', `${header}.${payload}.${signature.slice(0, -2)}+/`],
    ['stray bits after the last byte', `${header}.${payload}.${strayBits(signature)}`],
    ['a NUL', `${header}.${payload}\0.${signature}`],
    ['a million dots', '.'.repeat(1e6)],
  ])('%s is malformed', async (_, token) => {
    expect(await reasonOf(token)).toBe('malformed')
  })

  /** The next letter: it decodes to the same bytes in a lenient decoder. */
  function strayBits(text: string): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelled = text.slice(0, -1) + letters[letters.indexOf(text.at(-1) ?? '') + 1]
    expect(Buffer.from(respelled, 'base64url')).toEqual(Buffer.from(text, 'base64url'))
    return respelled
  }

  it.each([[undefined], [null], [42], [{}], [['a.b.c']]])(
    '%j is no token but a mistake of the caller',
    async (token) => {
      const error = new TypeError('"token" must be a string')
      await expect(verifyAccessToken(verifier, token as never)).rejects.toThrow(error)
    },
  )
})

describe('RFC 7515 §4: the header', () => {
  it.each([
    ['crit', { alg: 'HS256', crit: ['exp'] }],
    ['an empty crit', { alg: 'HS256', crit: [] }],
    ['b64', { alg: 'HS256', b64: true }],
    ['b64: false with crit', { alg: 'HS256', b64: false, crit: ['b64'] }],
    ['no alg', { typ: 'JWT' }],
    ['an alg that is no string', { alg: ['HS256'] }],
    ['an alg of its prototype only', { __proto__: { alg: 'HS256' } }],
    ['a kid that is a number', { alg: 'HS256', kid: 1 }],
    ['a kid that is null', { alg: 'HS256', kid: null }],
    ['an array', ['HS256']],
    ['null', null],
  ])('%s is malformed', async (_, header) => {
    expect(await reasonOf(forge(good, header))).toBe('malformed')
  })

  it.each([
    ['no JSON', 'HS256'],
    ['NaN', '{"alg":"HS256","x":NaN}'],
    ['a BOM', '\uFEFF{"alg":"HS256"}'],
  ])('%s is malformed', async (_, header) => {
    expect(await reasonOf(forgeText(JSON.stringify(good), header))).toBe('malformed')
  })

  it.each(['none', 'None', 'NONE', 'nOnE', '', 'HS512', 'hs256', 'RS256', 'ES256', 'EdDSA', 'dir', 'constructor'])(
    'RFC 8725 §3.1: alg %j is not taken from the token',
    async (alg) => {
      expect(await reasonOf(forge(good, { alg }))).toBe('signature')
    },
  )

  it('RFC 8725 §3.1: alg is none that the key does not name, whatever it would find', async () => {
    const odd = { algorithms: ['ES256'], findKey: () => key.findKey({ alg: 'HS256', kid: undefined }) }
    expect(await reasonOf(forge(good), { key: odd })).toBe('signature')
  })

  it('an alg of the prototype is none', async () => {
    const prototype = Object.prototype as { alg?: string }
    const checked = reasonOf(forge(good, {}))
    prototype.alg = 'HS256'
    const reason = await reasonOf(forge(good, {})).finally(() => delete prototype.alg)
    expect([await checked, reason]).toEqual(['malformed', 'malformed'])
  })

  it('RFC 7515 §4.1.4: an unknown kid is refused, though there is but one key', async () => {
    expect(await reasonOf(forge(good, { alg: 'HS256', kid: 'x' }))).toBe('signature')
  })

  it.each(['jwk', 'jku', 'x5u', 'x5c', 'x5t'])('%s selects no key and causes no request', async (name) => {
    const token = forge(good, { alg: 'HS256', [name]: 'http://127.0.0.1:9/keys' })
    await expect(verifyAccessToken(verifier, token)).resolves.toMatchObject({ subject: 'johndoe' })
    expect(await reasonOf(forge(good, { alg: 'HS256', [name]: { kty: 'oct', k: 'AA' } }, 'another'))).toBe('signature')
  })
})

describe('RFC 7515 §5.2: the signature', () => {
  it('of another secret is refused', async () => {
    expect(await reasonOf(forge(good, undefined, 'x'.repeat(32)))).toBe('signature')
  })

  it('is not that of another payload', async () => {
    const [header, , signature] = forge(good).split('.')
    const payload = base64url(JSON.stringify({ ...good, sub: 'admin' }))
    expect(await reasonOf(`${header}.${payload}.${signature}`)).toBe('signature')
  })

  it('is judged before the claims', async () => {
    expect(await reasonOf(forge({ ...good, exp: 1 }, undefined, 'x'.repeat(32)))).toBe('signature')
  })
})

describe('RFC 7519 §7.2: the payload', () => {
  it.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"x"'],
    ['no JSON', 'x'],
    ['NaN', `{"sub":"x","exp":${NOW + 9},"y":NaN}`],
    ['a BOM', `\uFEFF${JSON.stringify(good)}`],
    ['bytes that are no UTF-8', Buffer.from(JSON.stringify({ ...good, y: 'ÿ' }), 'latin1')],
  ])('%s is refused', async (_, payload) => {
    expect(await reasonOf(forgeText(payload, '{"alg":"HS256"}'))).toBe('claims')
  })
})

describe('RFC 8725 §3.11: typ', () => {
  it.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/JWT'])(
    '%s is accepted',
    async (typ) => {
      await expect(verifyAccessToken(verifier, forge(good, { alg: 'HS256', typ }))).resolves.toBeDefined()
    },
  )

  it('none is accepted', async () => {
    await expect(verifyAccessToken(verifier, forge(good, { alg: 'HS256' }))).resolves.toBeDefined()
  })

  it.each([
    'dpop+jwt',
    'refresh+jwt',
    '',
    'application/',
    'application/application/jwt',
    'JWapplication/T',
    'JWT ',
    5,
    null,
    ['JWT'],
  ])('%j is refused', async (typ) => {
    expect(await reasonOf(forge(good, { alg: 'HS256', typ }))).toBe('type')
  })

  const foreign = { issuer: 'https://issuer.example', audience: 'api' }
  const claims = { ...good, iss: foreign.issuer, aud: foreign.audience }

  it('RFC 9068 §4: with issuer and audience only at+jwt is accepted', async () => {
    const config = { ...verifier, ...foreign }
    await expect(verifyAccessToken(config, forge(claims, { alg: 'HS256', typ: 'at+jwt' }))).resolves.toBeDefined()
    expect(await reasonOf(forge(claims), foreign)).toBe('type')
    expect(await reasonOf(forge(claims, { alg: 'HS256' }), foreign)).toBe('type')
  })

  it('tokenTypes names others', async () => {
    const config = { ...foreign, tokenTypes: ['JWT'] }
    await expect(verifyAccessToken({ ...verifier, ...config }, forge(claims))).resolves.toBeDefined()
    await expect(verifyAccessToken({ ...verifier, ...config }, forge(claims, { alg: 'HS256' }))).resolves.toBeDefined()
    expect(await reasonOf(forge(claims, { alg: 'HS256', typ: 'at+jwt' }), config)).toBe('type')
  })
})

describe('RFC 7519 §4.1: claims', () => {
  it.each([
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a sub that is a number', { sub: 1 }],
    ['a sub that is an array', { sub: ['johndoe'] }],
    ['a sub that is null', { sub: null }],
    ['no exp', { exp: undefined }],
    ['an exp that is text', { exp: String(NOW + 60) }],
    ['an exp that is true', { exp: true }],
    ['an exp that is null', { exp: null }],
    ['an nbf that is text', { nbf: '0' }],
    ['an nbf that is null', { nbf: null }],
    ['an iat that is text', { iat: 'now' }],
    ['an iat that is an object', { iat: {} }],
  ])('%s is refused', async (_, claims) => {
    expect(await reasonOf(forge({ ...good, ...claims }))).toBe('claims')
  })

  it.each(['exp', 'nbf', 'iat'])('%s: 1e400 is no finite number', async (name) => {
    const payload = JSON.stringify({ ...good, [name]: undefined }).replace('}', `,"${name}":1e400}`)
    expect(await reasonOf(forge(payload))).toBe('claims')
  })

  it('a claim that would be the prototype of a copy is left out', async () => {
    const token = forge(`{"__proto__":{"admin":true},"sub":"x","exp":${NOW + 9},"deep":{"__proto__":1}}`)
    const { claims } = await verifyAccessToken(verifier, token)
    expect(Object.keys(claims)).toEqual(['sub', 'exp', 'deep'])
    expect(Object.assign({}, claims)).not.toHaveProperty('admin')
  })

  it.each(['__proto__', 'prototype', 'constructor'])('a claim named %s is left out', async (name) => {
    const token = forge(`{"a":1,"sub":"x","${name}":{"admin":true},"exp":${NOW + 9},"z":[2]}`)
    const { claims } = await verifyAccessToken(verifier, token)
    expect(Object.entries(claims)).toEqual([
      ['a', 1],
      ['sub', 'x'],
      ['exp', NOW + 9],
      ['z', [2]],
    ])
    expect(Object.isFrozen(claims) && Object.isFrozen(claims['z'])).toBe(true)
  })

  /** What `work` answers while every object has these members. */
  async function whileLent<T>(members: object, work: () => Promise<T>): Promise<T> {
    Object.assign(Object.prototype, members)
    return work().finally(() => {
      for (const name of Object.keys(members)) Reflect.deleteProperty(Object.prototype, name)
    })
  }

  it.each([
    ['sub', { exp: NOW + 9, aud: 'api' }, { sub: 'admin' }, 'claims'],
    ['exp', { sub: 'x', aud: 'api' }, { exp: NOW + 9 }, 'claims'],
    ['aud', good, { aud: 'api' }, 'audience'],
  ])('a claim of the prototype is none: %s', async (_, own, lent, reason) => {
    const audience = 'api'
    expect(await whileLent(lent, () => reasonOf(forge(JSON.stringify(own)), { audience }))).toBe(reason)
    const named = JSON.stringify(own).replace('{', `{"__proto__":${JSON.stringify(lent)},`)
    expect(await reasonOf(forge(named), { audience })).toBe(reason)
  })

  it.each(['nbf', 'iat'])('a claim of the prototype is none, nor refuses a good token: %s', async (name) => {
    // Not the same for both: its kinds are read once.
    const token = forge({ ...good, iat: undefined, lent: name })
    for (const lent of ['soon', NOW + 9]) {
      const verified = await whileLent({ [name]: lent }, () => verifyAccessToken(verifier, token))
      expect(verified.subject).toBe('johndoe')
    }
  })

  it.each([
    ['exp now', { exp: NOW }, 'expired'],
    ['exp a second ago', { exp: NOW - 1 }, 'expired'],
    ['exp 0', { exp: 0 }, 'expired'],
    ['a negative exp', { exp: -1 }, 'expired'],
    ['nbf in a second', { nbf: NOW + 1 }, 'not_yet_valid'],
    ['iat in a second', { iat: NOW + 1 }, 'not_yet_valid'],
  ])('%s: %o is %s', async (_, claims, reason) => {
    expect(await reasonOf(forge({ ...good, ...claims }))).toBe(reason)
  })

  it.each([{ exp: NOW + 0.5 }, { nbf: NOW }, { iat: NOW }, { nbf: 0 }, { iat: undefined }])(
    '%j is in time',
    async (claims) => {
      await expect(verifyAccessToken(verifier, forge({ ...good, ...claims }))).resolves.toBeDefined()
    },
  )

  it('clockTolerance moves each limit by its seconds', async () => {
    const config = { clockTolerance: 10 }
    for (const claims of [{ exp: NOW - 9 }, { nbf: NOW + 10 }, { iat: NOW + 10 }]) {
      await expect(verifyAccessToken({ ...verifier, ...config }, forge({ ...good, ...claims }))).resolves.toBeDefined()
    }
    expect(await reasonOf(forge({ ...good, exp: NOW - 10 }), config)).toBe('expired')
    expect(await reasonOf(forge({ ...good, nbf: NOW + 11 }), config)).toBe('not_yet_valid')
    expect(await reasonOf(forge({ ...good, iat: NOW + 11 }), config)).toBe('not_yet_valid')
  })

  it('clockTolerance may be 0 and 300 seconds', async () => {
    await expect(verifyAccessToken({ ...verifier, clockTolerance: 0 }, forge(good))).resolves.toBeDefined()
    const late = forge({ ...good, exp: NOW - 299 })
    await expect(verifyAccessToken({ ...verifier, clockTolerance: 300 }, late)).resolves.toBeDefined()
  })

  it('with issuer and audience the tolerance is 5 seconds', async () => {
    const config = { issuer: 'i', audience: 'a' }
    const claims = { ...good, iss: 'i', aud: 'a' }
    const header = { alg: 'HS256', typ: 'at+jwt' }
    await expect(
      verifyAccessToken({ ...verifier, ...config }, forge({ ...claims, exp: NOW - 4 }, header)),
    ).resolves.toBeDefined()
    expect(await reasonOf(forge({ ...claims, exp: NOW - 5 }, header), config)).toBe('expired')
  })

  it.each([
    ['none', {}],
    ['another', { iss: 'https://issuer.example/' }],
    ['an array of it', { iss: ['https://issuer.example'] }],
  ])('§4.1.1: iss that is %s is refused', async (_, claims) => {
    expect(await reasonOf(forge({ ...good, ...claims }), { issuer: 'https://issuer.example' })).toBe('issuer')
  })

  it.each([
    ['none', {}],
    ['another', { aud: 'API' }],
    ['part of a word', { aud: 'my-api' }],
    ['an empty array', { aud: [] }],
    ['an array of others', { aud: ['x', 'y'] }],
    ['an array with what is no string', { aud: ['api', 1] }],
    ['a nested array', { aud: [['api']] }],
    ['an object', { aud: { api: 'api' } }],
  ])('§4.1.3: aud that is %s is refused', async (_, claims) => {
    expect(await reasonOf(forge({ ...good, ...claims }), { audience: 'api' })).toBe('audience')
  })

  it.each(['api', ['api'], ['x', 'api']])('§4.1.3: aud %j is ours', async (aud) => {
    await expect(verifyAccessToken({ ...verifier, audience: 'api' }, forge({ ...good, aud }))).resolves.toBeDefined()
  })

  it.each(['api', [], null, ''])('§4.1.3: aud %j is refused where no audience is configured', async (aud) => {
    expect(await reasonOf(forge({ ...good, aud }))).toBe('audience')
  })

  it('§4.1.1: iss is of no concern where no issuer is configured', async () => {
    await expect(verifyAccessToken(verifier, forge({ ...good, iss: 'x' }))).resolves.toBeDefined()
  })
})

describe('an audience in client_id', () => {
  const config = { audience: 'app', audienceClaim: 'client_id' as const }

  it('is accepted', async () => {
    const token = forge({ ...good, client_id: 'app' })
    await expect(verifyAccessToken({ ...verifier, ...config }, token)).resolves.toBeDefined()
    expect(await reasonOf(token, { audience: 'app' })).toBe('audience')
  })

  it.each([{ client_id: 'other' }, {}, { client_id: ['app'] }, { aud: 'app' }, { aud: 'app', client_id: 'app' }])(
    '%j is refused',
    async (claims) => {
      expect(await reasonOf(forge({ ...good, ...claims }), config)).toBe('audience')
    },
  )
})

describe('RFC 8693 §4.2: the scope claim', () => {
  it.each([[['me']], [1], [null], [{}], [true]])('scope: %j is refused', async (scope) => {
    expect(await reasonOf(forge({ ...good, scope }))).toBe('claims')
  })

  it.each(['me items', 'me', {}, [1], [['me']], null, [null]])(
    'scopes: %j is refused with scopeClaim',
    async (scopes) => {
      expect(await reasonOf(forge({ ...good, scopes }), { scopeClaim: 'scopes' })).toBe('claims')
    },
  )

  it('is read where scopeClaim says, and only there', async () => {
    const token = forge({ ...good, scope: 'a', scopes: ['b', 'b'] })
    expect((await verifyAccessToken(verifier, token)).scopes).toEqual(['a'])
    expect((await verifyAccessToken({ ...verifier, scopeClaim: 'scopes' }, token)).scopes).toEqual(['b'])
    expect((await verifyAccessToken(verifier, forge(good))).scopes).toEqual([])
  })
})

it.each<[string, object, Partial<TokenVerifier>]>([
  ['sub', { sub: '' }, {}],
  ['sub, exp', { sub: undefined, exp: 'soon' }, {}],
  ['iat, nbf', { iat: null, nbf: 'x' }, {}],
  ['scope', { scope: ['me'] }, {}],
  ['realm_access.roles', { realm_access: 'me' }, { scopeClaim: ['realm_access', 'roles'] }],
])('a refusal of %s names it in its cause', async (names, claims, config) => {
  const error = await rejection(verifyAccessToken({ ...verifier, ...config }, forge({ ...good, ...claims })))
  expect(error).toMatchObject({ reason: 'claims', cause: { message: `"claims": ${names}` } })
})

describe('custom claims', () => {
  const claims = v.object({ tenant: v.pipe(v.string(), v.minLength(3)) })

  it('are what the schema answers', async () => {
    const verified = await verifyAccessToken({ ...verifier, claims }, forge({ ...good, tenant: 'acme' }))
    expect(verified).toEqual({ claims: { tenant: 'acme' }, scopes: [], subject: 'johndoe' })
  })

  it('that the schema refuses make the token invalid, and the cause repeats no value', async () => {
    const error = await rejection(verifyAccessToken({ ...verifier, claims }, forge({ ...good, tenant: 'zz' })))
    expect(error).toMatchObject({ reason: 'claims', cause: { message: '"claims": tenant' } })
  })

  it('that the schema refuses are named by their paths', async () => {
    const issues = [
      { message: 'no', path: ['tenant', { key: 'id' }, 0] },
      { message: 'no', path: ['groups'] },
      { message: 'no' },
    ]
    const schema = { '~standard': { version: 1, vendor: 'own', validate: () => ({ issues }) } } as const
    const error = await rejection(verifyAccessToken({ ...verifier, claims: schema }, forge(good)))
    expect(error).toMatchObject({ cause: { message: '"claims": tenant.id.0, groups, ' } })
  })

  it('may be judged asynchronously, and a store that is down is no bad token', async () => {
    const down = new Error('down')
    const checked = {
      ...verifier,
      claims: v.pipeAsync(
        v.unknown(),
        v.checkAsync(() => Promise.reject(down)),
      ),
    }
    await expect(verifyAccessToken(checked, forge(good))).rejects.toBe(down)
  })
})

describe('revocation', () => {
  it.each([true, undefined, null, 0, 'no'])('refuses the token where isRevoked answers %j', async (answer) => {
    expect(await reasonOf(forge(good), { isRevoked: async () => answer })).toBe('revoked')
  })

  it('lets it pass where isRevoked answers false', async () => {
    await expect(verifyAccessToken({ ...verifier, isRevoked: () => false }, forge(good))).resolves.toBeDefined()
  })

  it('is not asked about a bad token', async () => {
    const isRevoked = () => {
      throw new Error('asked')
    }
    expect(await reasonOf(forge({ ...good, exp: 1 }), { isRevoked })).toBe('expired')
  })
})

it('reports each refusal once, with its reason', async () => {
  const events: AuthEvent[] = []
  const onEvent = (event: AuthEvent) => void events.push(event)
  await rejection(verifyAccessToken({ ...verifier, onEvent }, 'x'))
  await rejection(verifyAccessToken({ ...verifier, onEvent }, forge({ ...good, exp: 1 })))
  await verifyAccessToken({ ...verifier, onEvent }, forge(good))
  expect(events).toEqual([
    { type: 'token_refused', reason: 'malformed' },
    { type: 'token_refused', reason: 'expired' },
  ])
})

describe('options', () => {
  it.each([
    ['issuer', ''],
    ['issuer', 5],
    ['audience', ''],
    ['audience', ['a']],
    ['clockTolerance', -1],
    ['clockTolerance', 301],
    ['clockTolerance', Number.NaN],
    ['clockTolerance', '5'],
    ['scopeClaim', 'roles'],
    ['scopeClaim', []],
    ['scopeClaim', ['realm_access', 7]],
    ['scopeClaim', 'constructor'],
    ['audienceClaim', 'azp'],
    ['tokenTypes', []],
    ['tokenTypes', 'JWT'],
    ['tokenTypes', [5]],
    ['now', () => Number.NaN],
    ['now', () => Date.now()],
    ['now', () => '1800000000'],
  ])('"%s": %o is a TypeError that names it', async (name, value) => {
    const error = await rejection(verifyAccessToken({ key, [name]: value }, forge(good)))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain(`"${name}"`)
  })

  it('undefined is the default', async () => {
    const unset = {
      issuer: undefined,
      audience: undefined,
      clockTolerance: undefined,
      claims: undefined,
      now: undefined,
    }
    const soon = Math.floor(Date.now() / 1000) + 60
    await expect(verifyAccessToken({ key, ...unset }, forge({ sub: 'x', exp: soon }))).resolves.toBeDefined()
  })
})
