import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import {
  createAccessToken,
  hs256,
  InvalidTokenError,
  type Jwk,
  keyRing,
  privateKey,
  publicKey,
  type SigningKey,
  verifyAccessToken,
  type VerifyKey,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { forge, good, rejection, SECRET } from './jws.js'

const ec = pair('ec', { namedCurve: 'P-256' })
const rsa = pair('rsa', { modulusLength: 2048 })
const ed = pair('ed25519', {})

function pair(type: string, options: object): { secret: Jwk; open: Jwk; pem: string } {
  const { privateKey, publicKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number })
  return {
    secret: privateKey.export({ format: 'jwk' }),
    open: publicKey.export({ format: 'jwk' }),
    pem: publicKey.export({ format: 'pem', type: 'spki' }) as string,
  }
}

function makes(key: SigningKey): Promise<string> {
  return createAccessToken({ key }, { sub: 'johndoe' })
}

/** Whether the key has signed the token; a token that is refused for another reason fails the test. */
async function accepts(key: VerifyKey, token: string): Promise<boolean> {
  try {
    await verifyAccessToken({ key }, token)
    return true
  } catch (error) {
    if (error instanceof InvalidTokenError && error.reason === 'signature') return false
    throw error
  }
}

describe('hs256', () => {
  it('takes a text for its UTF-8 bytes, and bytes for themselves', async () => {
    const token = await makes(hs256('ü'.repeat(16)))
    expect(await accepts(hs256(new TextEncoder().encode('ü'.repeat(16))), token)).toBe(true)
    expect(await accepts(hs256('u'.repeat(32)), token)).toBe(false)
  })

  it('copies its bytes', async () => {
    const bytes = new TextEncoder().encode(SECRET)
    const key = hs256(bytes)
    bytes.fill(0)
    expect(await accepts(key, forge({ ...good, iat: 0, exp: 4e9 }))).toBe(true)
  })

  it.each([
    ['31 bytes', 'x'.repeat(31)],
    ['31 bytes of an array', new Uint8Array(31)],
    ["FastAPI's", '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'],
    ["FastAPI's with a line feed", '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7\n'],
    ["jwt.io's", 'a-string-secret-at-least-256-bits-long'],
    ["jwt.io's as bytes", new TextEncoder().encode('a-string-secret-at-least-256-bits-long')],
  ])('refuses a secret of %s, unless asked not to', async (_, secret) => {
    const error = await rejection(Promise.resolve().then(() => hs256(secret)))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(/"secret".*openssl rand -hex 32/)
    expect(() => hs256(secret, { allowInsecureSecret: true })).not.toThrow()
  })

  it.each([
    ['PEM', rsa.pem],
    ['PEM after other text', `\n my key:\t${rsa.pem}`],
    ['PEM as bytes', new TextEncoder().encode(rsa.pem)],
    ['JWK', JSON.stringify(rsa.open)],
    ['a JWK with spaces', JSON.stringify({ keys: [ec.open] }, null, 2)],
    ['SSH', `ssh-ed25519 ${'A'.repeat(68)} me@host`],
  ])('RFC 8725 §2.1: refuses the text of a key, %s, always', (_, secret) => {
    expect(() => hs256(secret)).toThrow(/PEM, JWK or SSH/)
    expect(() => hs256(secret, { allowInsecureSecret: true })).toThrow(/PEM, JWK or SSH/)
  })

  it.each([[''], [undefined], [null], [5], [new Uint8Array()], [{}], [new ArrayBuffer(32)]])(
    'refuses %o, which is no secret',
    (secret) => {
      expect(() => hs256(secret as never, { allowInsecureSecret: true })).toThrow(TypeError)
    },
  )

  it.each([[''], [5], [null]])('refuses the kid %o', (kid) => {
    expect(() => hs256(SECRET, { kid: kid as never })).toThrow(/"kid"/)
  })
})

describe('RFC 7517: privateKey and publicKey', () => {
  it.each([
    ['P-256', ec, 'ES256'],
    ['P-384', pair('ec', { namedCurve: 'P-384' }), 'ES384'],
    ['P-521', pair('ec', { namedCurve: 'P-521' }), 'ES512'],
    ['Ed25519', ed, 'EdDSA'],
    ['RSA', { secret: { ...rsa.secret, alg: 'RS256' }, open: { ...rsa.open, alg: 'RS256' } }, 'RS256'],
    ['RSA-PSS', { secret: { ...rsa.secret, alg: 'PS384' }, open: { ...rsa.open, alg: 'PS384' } }, 'PS384'],
  ])('%s signs with the one, verifies with both', async (_, { secret, open }, alg) => {
    const key = privateKey({ ...secret, key_ops: ['sign'], use: 'sig' })
    expect([key.alg, key.algorithms]).toEqual([alg, [alg]])
    const token = await makes(key)
    expect(await accepts(key, token)).toBe(true)
    expect(await accepts(publicKey({ ...open, key_ops: ['verify'], use: 'sig' }), token)).toBe(true)
  })

  it.each([
    ['no object', null],
    ['text', 'jwk'],
    ['no kty', { ...ec.open, kty: undefined }],
    ['another kty', { ...ec.open, kty: 'constructor' }],
    ['a shared secret', { kty: 'oct', k: 'x'.repeat(43), alg: 'HS256' }],
    ['another curve', { ...ec.open, crv: 'secp256k1' }],
    ['a curve of another type', { ...ec.open, crv: 'Ed25519' }],
    ['X25519', { ...ed.open, crv: 'X25519' }],
    ['the alg of another curve', { ...ec.open, alg: 'ES384' }],
    ['the alg of a secret', { ...rsa.open, alg: 'HS256' }],
    ['alg none', { ...ec.open, alg: 'none' }],
    ['RSA without alg', rsa.open],
    ['encryption', { ...ec.open, use: 'enc' }],
    ['other key_ops', { ...ec.open, key_ops: ['deriveKey'] }],
    ['key_ops for signing only', { ...ec.open, key_ops: ['sign'] }],
    ['key_ops that are no array', { ...ec.open, key_ops: 'verify' }],
    ['no x', { ...ec.open, x: undefined }],
    ['a short x', { ...ec.open, x: 'AAAA' }],
    ['an x with padding', { ...ec.open, x: `${ec.open.x}=` }],
    ['an x that is a number', { ...ec.open, x: 5 }],
    ['an empty kid', { ...ec.open, kid: '' }],
    ['1024 bits', { ...pair('rsa', { modulusLength: 1024 }).open, alg: 'RS256' }],
    [
      '2047 bits',
      {
        ...rsa.open,
        alg: 'RS256',
        n: Buffer.concat([Buffer.from([0x7f]), Buffer.alloc(255, 1)]).toString('base64url'),
      },
    ],
    [
      '1024 bits after zeros',
      {
        ...rsa.open,
        alg: 'RS256',
        n: Buffer.concat([Buffer.alloc(128), Buffer.alloc(128, 255)]).toString('base64url'),
      },
    ],
    ['the exponent 1', { ...rsa.open, alg: 'RS256', e: 'AQ' }],
    ['an even exponent', { ...rsa.open, alg: 'RS256', e: 'AQAA' }],
    ['a private key', ec.secret],
  ])('publicKey refuses %s', (_, jwk) => {
    expect(() => publicKey(jwk as never)).toThrow(TypeError)
    expect(() => publicKey(jwk as never)).toThrow(/^"(jwk|kid)"/)
  })

  it.each([
    ['a public key', ec.open],
    ['no prime', { ...rsa.secret, alg: 'RS256', p: undefined }],
    ['a long d', { ...ec.secret, d: `${ec.secret.d}AAAA` }],
    ['key_ops for verifying only', { ...ec.secret, key_ops: ['verify'] }],
  ])('privateKey refuses %s', (_, jwk) => {
    expect(() => privateKey(jwk as never)).toThrow(TypeError)
  })

  it('what only the import can tell is a TypeError too, and no refused token', async () => {
    const offCurve = publicKey({ ...ec.open, y: ec.open.x })
    const token = await makes(privateKey(ec.secret))
    await expect(verifyAccessToken({ key: offCurve }, token)).rejects.toThrow(TypeError)
  })

  it('copies the JWK', async () => {
    const jwk = { ...ec.secret }
    const key = privateKey(jwk)
    Object.assign(jwk, pair('ec', { namedCurve: 'P-256' }).secret)
    expect(await accepts(publicKey(ec.open), await makes(key))).toBe(true)
  })

  it('RFC 8725 §2.1: HS256 keyed with the text of the public key is refused', async () => {
    for (const text of [rsa.pem, JSON.stringify(rsa.open), rsa.pem.trim()]) {
      const token = forge({ ...good, exp: 4e9, iat: 0 }, { alg: 'HS256' }, text)
      expect(await accepts(publicKey({ ...rsa.open, alg: 'RS256' }), token)).toBe(false)
    }
  })
})

describe('RFC 7515 §4.1.4: kid', () => {
  it.each([
    ['the same', 'a', 'a', true],
    ['another', 'a', 'b', false],
    ['one for a key without', undefined, 'a', false],
    ['none for a key with one', 'a', undefined, true],
    ['none for a key without', undefined, undefined, true],
  ])('%s', async (_, ours, theirs, isAccepted) => {
    expect(await accepts(hs256(SECRET, { kid: ours }), await makes(hs256(SECRET, { kid: theirs })))).toBe(isAccepted)
  })
})

describe('keyRing', () => {
  const [one, two] = [hs256(SECRET, { kid: '1' }), hs256(`${SECRET}2`, { kid: '2' })]
  const ring = keyRing(two, one)

  it('holds no other ring, whose previous keys it could not see', () => {
    expect(() => keyRing(ring)).toThrow(/no other ring/)
    expect(() => keyRing(hs256(SECRET), ring)).toThrow(/no other ring/)
  })

  it('signs with the first and verifies with all', async () => {
    expect(await accepts(two, await makes(ring))).toBe(true)
    expect(await accepts(ring, await makes(ring))).toBe(true)
    expect(await accepts(ring, await makes(one))).toBe(true)
    expect(await accepts(keyRing(two), await makes(one))).toBe(false)
  })

  it('chooses by kid, also where another key would fit', async () => {
    expect(await accepts(ring, forge(good, { alg: 'HS256', kid: '2' }))).toBe(false)
    expect(await accepts(ring, forge(good, { alg: 'HS256', kid: '3' }))).toBe(false)
  })

  it('takes a token without kid for the key without', async () => {
    const token = await makes(hs256(SECRET))
    expect(await accepts(keyRing(two, hs256(SECRET)), token)).toBe(true)
    expect(await accepts(keyRing(two, hs256(`${SECRET}3`)), token)).toBe(false)
  })

  it('takes a token without kid for the only key of its alg, and refuses it where there are several', async () => {
    const token = await makes(hs256(SECRET))
    expect(await accepts(keyRing(one), token)).toBe(true)
    expect(await accepts(keyRing(one, two), token)).toBe(false)
    expect(await accepts(keyRing(two, one), token)).toBe(false)
    const mixed = keyRing(publicKey({ ...ec.open, kid: 'ec' }), publicKey({ ...ed.open, kid: 'ed' }))
    expect(await accepts(mixed, await makes(privateKey(ed.secret)))).toBe(true)
    expect(await accepts(mixed, await makes(privateKey(ec.secret)))).toBe(true)
  })

  it('a key with the kid and another alg is not meant', async () => {
    const mixed = keyRing(publicKey({ ...ec.open, kid: 'a' }), publicKey({ ...ed.open, kid: 'b' }))
    expect(await accepts(mixed, await makes(privateKey({ ...ed.secret, kid: 'a' })))).toBe(false)
  })

  it.each([
    ['two keys of one kid', () => keyRing(one, hs256(`${SECRET}2`, { kid: '1' })), /"kid"/],
    ['two keys without', () => keyRing(hs256(SECRET), hs256(`${SECRET}2`)), /"kid"/],
    ['a secret beside a public key', () => keyRing(one, publicKey(ec.open)), /shared secrets or public keys/],
    ['a public key beside a secret', () => keyRing(publicKey(ec.open), one), /shared secrets or public keys/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(TypeError)
    expect(make).toThrow(message)
  })
})

it('no key shows its secret', async () => {
  const keys = [hs256(SECRET), privateKey(ec.secret), privateKey({ ...rsa.secret, alg: 'RS256' })]
  const ring = keyRing(hs256(SECRET, { kid: 'x' }))
  await Promise.all([...keys, ring].map(makes))
  const shown = [...keys, ring]
    .map((key) => `${inspect(key, { depth: 9, showHidden: true })}${JSON.stringify(key)}`)
    .join()
  for (const secret of [SECRET, ec.secret.d, rsa.secret.d, rsa.secret.p, rsa.secret.qi]) {
    expect(shown).not.toContain(secret)
  }
})
