import type { AsymmetricAlgorithm } from './jwk.js'
import type { KeyPair } from './jwk-key.js'

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }
const RSA: Readonly<Record<string, string>> = { RS: 'RSASSA-PKCS1-v1_5', PS: 'RSA-PSS' }

/** A new pair of keys for an algorithm; the private half cannot be exported. */
export async function generateKeyPair(alg: AsymmetricAlgorithm): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey(paramsOf(alg), false, ['sign', 'verify'])
  if ('publicKey' in pair) return pair
  throw new TypeError(`${alg} has no pairs of keys`)
}

function paramsOf(alg: AsymmetricAlgorithm): { name: string } {
  const namedCurve = CURVES[alg]
  if (namedCurve !== undefined) return { name: 'ECDSA', namedCurve } as { name: string }
  const name = RSA[alg.slice(0, 2)]
  if (name === undefined) return { name: 'Ed25519' }
  const rsa: RsaHashedKeyGenParams = {
    name,
    hash: `SHA-${alg.slice(2)}`,
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  return rsa
}
