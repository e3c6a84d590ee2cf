import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import {
  createAccessToken,
  hs256,
  hs384,
  hs512,
  jwks,
  keyRing,
  privateKey,
  privateKeyFromPem,
  publicKey,
  publicKeyFromPem,
  verifyAccessToken,
  type AsymmetricAlgorithm,
  type Jwk,
  type LocalKey,
  type SigningKey,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { generatePair, material } from './material.js'

const ALGORITHMS: readonly AsymmetricAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]

async function headerOf(key: SigningKey): Promise<{ token: string; alg: unknown; kid: unknown }> {
  const token = await createAccessToken({ key }, { sub: 'johndoe' })
  const { alg, kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return { token, alg, kid }
}

async function reasonOf(key: LocalKey, token: string): Promise<unknown> {
  return verifyAccessToken({ key }, token).then(
    () => 'accepted',
    (error: { reason?: unknown }) => error.reason,
  )
}

/** The `TypeError` that a key is refused with, once it is sure that neither text nor fields show the key. */
async function refusal(make: () => unknown, secret = 'no key text'): Promise<string> {
  const error = await Promise.resolve()
    .then(make)
    .then(
      () => {
        throw new Error('it was accepted')
      },
      (reason: unknown) => reason,
    )
  expect(error).toBeInstanceOf(TypeError)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret)
  return (error as TypeError).message
}

describe.each(ALGORITHMS)('%s', (alg) => {
  const { privateJwk, publicJwk, privatePem, publicPem } = material(alg)

  it('signs with a JWK, a PEM and a pair of CryptoKeys, and names itself', async () => {
    const pair = await generatePair(alg)
    for (const key of [
      privateKey(privateJwk, { kid: '1' }),
      privateKey({ ...privateJwk, kid: '1' }),
      await privateKeyFromPem(privatePem, { alg, kid: '1' }),
      privateKey(pair, { kid: '1' }),
    ]) {
      const { token, ...header } = await headerOf(key)
      expect(header).toEqual({ alg, kid: '1' })
      expect(await reasonOf(key, token)).toBe('accepted')
    }
  })

  it('verifies with a JWK, a PEM and a CryptoKey what the private half signed, and nothing else', async () => {
    const signer = privateKey(privateJwk)
    const { token } = await headerOf(signer)
    const { token: foreign } = await headerOf(privateKey(material(alg).privateJwk))
    const imported = await signer.findKey({ alg, kid: undefined })
    if (imported === undefined) throw new Error('a key finds itself')
    for (const key of [publicKey(publicJwk), await publicKeyFromPem(publicPem, { alg }), publicKey(imported)]) {
      expect([await reasonOf(key, token), await reasonOf(key, foreign)]).toEqual(['accepted', 'signature'])
    }
  })

  it('publishes the same public half of every spelling, and no member more', async () => {
    const expected = { keys: [{ ...publicJwk, alg, kid: '1', use: 'sig' }] }
    expect(await jwks(privateKey(privateJwk, { kid: '1' }))).toEqual(expected)
    expect(await jwks(await privateKeyFromPem(privatePem, { alg, kid: '1' }))).toEqual(expected)
    const pair = await generatePair(alg, false)
    const [published] = (await jwks(privateKey(pair, { kid: '1' }))).keys
    expect(Object.keys(published ?? {}).toSorted()).toEqual(Object.keys(expected.keys[0] ?? {}).toSorted())
    expect(published).not.toHaveProperty('d')
  })
})

describe.each([
  ['HS256', hs256, 32],
  ['HS384', hs384, 48],
  ['HS512', hs512, 64],
] as const)('%s', (alg, make, bytes) => {
  const secret = crypto.getRandomValues(new Uint8Array(bytes))
  const importHmac = (usages: KeyUsage[], hash = alg.replace('HS', 'SHA-'), raw = secret): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, usages)

  it('signs and verifies with bytes, text and a CryptoKey', async () => {
    const { token, ...header } = await headerOf(make(secret, { kid: '1' }))
    expect(header).toEqual({ alg, kid: '1' })
    expect(await reasonOf(make(await importHmac(['sign', 'verify']), { kid: '1' }), token)).toBe('accepted')
    const text = 'ä'.repeat(bytes / 2)
    expect(await reasonOf(make(new TextEncoder().encode(text)), (await headerOf(make(text))).token)).toBe('accepted')
  })

  it('must have the size of its hash', async () => {
    const short = secret.slice(1)
    expect(await refusal(() => make(short))).toContain(`at least ${bytes} bytes`)
    const imported = await importHmac(['sign', 'verify'], undefined, short)
    expect(await refusal(() => make(imported))).toContain(`at least ${bytes} bytes`)
    expect(make(imported, { allowInsecureSecret: true }).alg).toBe(alg)
  })

  it('takes no CryptoKey for another hash, or for half of the work', async () => {
    const other = await importHmac(['sign', 'verify'], alg === 'HS256' ? 'SHA-512' : 'SHA-256')
    expect(await refusal(() => make(other))).toMatch(/for HS\d+, not for HS/)
    const verifyOnly = await importHmac(['verify'])
    expect(await refusal(() => make(verifyOnly))).toContain('may not be used to sign')
    const { publicKey: rsa } = await generatePair('RS256')
    expect(await refusal(() => make(rsa))).toContain('secret CryptoKey for HMAC')
  })

  it('is never published, nor a ring of such', async () => {
    expect(await refusal(() => jwks(make(secret)))).toContain('no public half')
    expect(await refusal(() => jwks(keyRing(make(secret, { kid: '1' }))))).toContain('no public half')
    expect(await make(secret).publicJwks()).toEqual([])
  })
})

describe('CryptoKeys that are refused', () => {
  it('a private key that verifies, a public one that signs', async () => {
    const { privateKey: secret, publicKey: open } = await generatePair('ES256')
    expect(await refusal(() => publicKey(secret))).toContain('public CryptoKey')
    expect(await refusal(() => privateKey({ privateKey: open, publicKey: open }))).toContain('private CryptoKey')
    expect(await refusal(() => privateKey({ privateKey: secret, publicKey: secret }))).toContain('public CryptoKey')
  })

  it('halves for two algorithms', async () => {
    const [rs, es] = [await generatePair('RS256'), await generatePair('ES256')]
    expect(await refusal(() => privateKey({ privateKey: rs.privateKey, publicKey: es.publicKey }))).toContain(
      'different algorithms',
    )
  })

  it('keys for encryption, agreement or SHA-1', async () => {
    const agreement = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    if (!('publicKey' in agreement)) throw new TypeError('a pair was asked for')
    const sha1 = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-1' },
      true,
      ['sign', 'verify'],
    )
    const aes = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt'])
    if ('publicKey' in aes) throw new TypeError('a secret was asked for')
    for (const key of [agreement.publicKey, sha1.publicKey, aes]) {
      expect(await refusal(() => publicKey(key))).toContain('"key" must be a public CryptoKey')
    }
  })

  it('an RSA key of less than 2048 bits', async () => {
    const { publicKey: weak } = await crypto.subtle.generateKey(
      { name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    )
    expect(await refusal(() => publicKey(weak))).toContain('at least 2048 bits')
  })

  it('a public key that may not verify', async () => {
    const spki = await crypto.subtle.exportKey('spki', (await generatePair('ES256')).publicKey)
    const idle = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, [])
    expect(await refusal(() => publicKey(idle))).toContain('may not be used to verify')
  })

  it('one that cannot be exported is good for verifying, and not for publishing', async () => {
    const spki = await crypto.subtle.exportKey('spki', (await generatePair('ES256')).publicKey)
    const closed = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'verify',
    ])
    expect(publicKey(closed).alg).toBe('ES256')
    expect(await refusal(() => jwks(publicKey(closed)))).toContain('not extractable')
  })

  it('an empty kid', async () => {
    const pair = await generatePair('ES256')
    expect(await refusal(() => publicKey(pair.publicKey, { kid: '' }))).toContain('"kid"')
    expect(await refusal(() => publicKey(material('ES256').publicJwk, { kid: '' }))).toContain('"kid"')
  })
})

describe('PEM texts that are refused', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { privatePem, publicPem } = material('ES256')
  const body = (pem: string): string => pem.split('\n')[1] ?? ''
  const pkcs1 = rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()
  const encrypted = rsa.privateKey
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()

  it.each([
    ['a public one as private', publicPem, 'must be a PRIVATE KEY'],
    ['PKCS #1', pkcs1, 'openssl pkcs8 -topk8 -nocrypt'],
    ['an encrypted one', encrypted, 'openssl pkcs8'],
    ['two blocks', privatePem + privatePem, 'one PRIVATE KEY block'],
    ['written-out line ends', privatePem.replaceAll('\n', '\\n'), 'line ends included'],
    ['no PEM', body(privatePem), 'one PRIVATE KEY block'],
    ['nothing', '', 'one PRIVATE KEY block'],
    ['a block cut short', privatePem.replace(body(privatePem), body(privatePem).slice(0, 20)), 'no valid ES256 key'],
  ])('%s', async (_, pem, message) => {
    expect(await refusal(() => privateKeyFromPem(pem, { alg: 'ES256' }), body(pem).slice(0, 40) || 'none')).toContain(
      message,
    )
  })

  it('a private one where tokens are only verified', async () => {
    expect(await refusal(() => publicKeyFromPem(privatePem, { alg: 'ES256' }), body(privatePem))).toContain(
      'must be a PUBLIC KEY',
    )
    const certificate = publicPem.replaceAll('PUBLIC KEY', 'CERTIFICATE')
    expect(await refusal(() => publicKeyFromPem(certificate, { alg: 'ES256' }))).toContain('openssl x509')
  })

  it.each(['HS256', 'none', 'toString', undefined])('alg %s', async (alg) => {
    const options: object = { alg }
    expect(await refusal(() => publicKeyFromPem(publicPem, options as { alg: 'ES256' }))).toContain(
      '"alg" must be one of',
    )
  })

  it('no options, where the algorithm is', async () => {
    for (const [read, pem] of [
      [privateKeyFromPem, privatePem],
      [publicKeyFromPem, publicPem],
    ] as const) {
      // @ts-expect-error for JavaScript
      expect(await refusal(() => read(pem))).toContain('"alg" must be one of')
    }
  })

  it.each([
    ['a PEM', privatePem, publicPem],
    ['the bytes of one', Buffer.from(privatePem), Buffer.from(publicPem)],
    ['a KeyObject', createPrivateKey(privatePem), createPublicKey(publicPem)],
  ])('%s where a JWK belongs', async (_, secret, open) => {
    const told = (reader: string): string =>
      `"jwk" must be a JSON Web Key object: a PEM goes to ${reader}(), and a KeyObject has it: export({ format: 'jwk' })`
    expect(await refusal(() => privateKey(secret as Jwk), body(privatePem))).toContain(told('privateKeyFromPem'))
    expect(await refusal(() => publicKey(open as Jwk), body(publicPem))).toContain(told('publicKeyFromPem'))
  })

  it('a key for another algorithm', async () => {
    for (const alg of ['RS256', 'EdDSA', 'ES384'] as const) {
      expect(await refusal(() => publicKeyFromPem(publicPem, { alg }), body(publicPem))).toContain(alg.slice(0, 2))
      expect(await refusal(() => privateKeyFromPem(privatePem, { alg }), body(privatePem))).toContain(alg.slice(0, 2))
    }
  })

  it('an RSA key of less than 2048 bits', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    const pem = weak.export({ format: 'pem', type: 'spki' }).toString()
    expect(await refusal(() => publicKeyFromPem(pem, { alg: 'RS256' }))).toContain('at least 2048 bits')
  })
})
