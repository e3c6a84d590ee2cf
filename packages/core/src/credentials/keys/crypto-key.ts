import type { CryptoKey } from 'jose'

/** A key that WebCrypto holds, and what it is for. */
export interface ImportedKey {
  readonly alg: string
  readonly key: CryptoKey
}

/** What the algorithms of WebCrypto say of a key, each those members that it has. */
interface Algorithm {
  readonly name: string
  readonly hash?: { readonly name: string }
  readonly namedCurve?: string
  readonly modulusLength?: number
  readonly length?: number
}

const CURVES: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }
const FAMILIES: Readonly<Record<string, string>> = { 'RSASSA-PKCS1-v1_5': 'RS', 'RSA-PSS': 'PS', HMAC: 'HS' }

/** Whether `value` is a key of WebCrypto, of this realm or another. */
export function isCryptoKey(value: unknown): value is CryptoKey {
  return Object.prototype.toString.call(value) === '[object CryptoKey]'
}

/**
 * Judges a `CryptoKey`, whose algorithm was fixed when it was made.
 *
 * @throws {TypeError} a key of another kind or use, or a weak one
 */
export function readCryptoKey(key: CryptoKey, type: 'public' | 'private' | 'secret'): ImportedKey {
  const alg = algOf(key.algorithm)
  if (key.type !== type || alg === undefined || (type === 'secret') !== alg.startsWith('HS')) {
    throw new TypeError(`"key" must be a ${type} CryptoKey for ${type === 'secret' ? 'HMAC' : 'RSA, ECDSA or Ed25519'}`)
  }
  for (const usage of type === 'public' ? ['verify'] : type === 'private' ? ['sign'] : ['sign', 'verify']) {
    if (!key.usages.some((allowed) => allowed === usage)) throw new TypeError(`"key" may not be used to ${usage}`)
  }
  const { modulusLength = 2048 }: Algorithm = key.algorithm
  if (modulusLength < 2048) throw new TypeError('"key": an RSA key must have at least 2048 bits')
  return { alg, key }
}

function algOf({ name, hash, namedCurve = '' }: Algorithm): string | undefined {
  if (name === 'Ed25519') return 'EdDSA'
  if (name === 'ECDSA') return CURVES[namedCurve]
  const [, bits] = /^SHA-(256|384|512)$/.exec(hash?.name ?? '') ?? []
  const family = FAMILIES[name]
  return family === undefined || bits === undefined ? undefined : `${family}${bits}`
}
