import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { AsymmetricAlgorithm, Jwk } from '@scopetree/core'

/** What Node calls the key of each algorithm. */
function generate(alg: string): { publicKey: KeyObject; privateKey: KeyObject } {
  if (/^[RP]S/.test(alg)) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  if (alg.startsWith('E') && /\d{3}$/.test(alg)) return generateKeyPairSync('ec', { namedCurve: CURVES[alg] ?? '' })
  return generateKeyPairSync('ed25519')
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

/** The same key in every spelling, made by Node and not by the code under test. */
export interface Material {
  readonly alg: AsymmetricAlgorithm
  readonly privateJwk: Jwk
  readonly publicJwk: Jwk
  readonly privatePem: string
  readonly publicPem: string
}

export function material(alg: AsymmetricAlgorithm): Material {
  const { privateKey, publicKey } = generate(alg)
  return {
    alg,
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as Jwk), alg },
    publicJwk: { ...(publicKey.export({ format: 'jwk' }) as Jwk), alg },
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  }
}

/** What WebCrypto calls an algorithm. */
export function webCryptoName(alg: string): RsaHashedKeyGenParams | EcKeyGenParams | { name: string } {
  const hash = `SHA-${alg.slice(2)}`
  const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash }
  if (alg.startsWith('RS')) return { name: 'RSASSA-PKCS1-v1_5', ...rsa }
  if (alg.startsWith('PS')) return { name: 'RSA-PSS', ...rsa }
  const namedCurve = CURVES[alg]
  return namedCurve === undefined ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve }
}

export async function generatePair(alg: string, extractable = true): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(webCryptoName(alg), extractable, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('a pair was asked for')
  return pair
}
