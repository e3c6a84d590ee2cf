import { importPKCS8, importSPKI, type CryptoKey } from 'jose'
import { privateKey, publicKey, type KeyOptions } from './jwk-key.js'
import { ASYMMETRIC_ALGORITHMS, isAsymmetric, type AsymmetricAlgorithm } from './jwk.js'
import type { LocalKey, SigningKey } from './key.js'

/** Options of `privateKeyFromPem` and `publicKeyFromPem`. */
export interface PemOptions extends KeyOptions {
  /** What the key is for, which a PEM does not say. */
  readonly alg: AsymmetricAlgorithm
}

/**
 * The private key of a PEM file (PKCS #8: `BEGIN PRIVATE KEY`), as `privateKey` has it of a JWK.
 *
 * @throws {TypeError} no `alg`, another kind of PEM, an encrypted one, a key that is weak or for another algorithm
 * @example
 * const key = await privateKeyFromPem(await readFile('key.pem', 'utf8'), { alg: 'ES256', kid: '2027-01' })
 */
export async function privateKeyFromPem(pem: string, options: PemOptions): Promise<SigningKey> {
  assertPem(pem, options?.alg, 'PRIVATE KEY')
  const { alg, kid } = options
  return privateKey({ ...(await jwkOf(alg, importPKCS8(pem.trim(), alg, { extractable: true }))), kid })
}

/**
 * The public key of a PEM file (SPKI: `BEGIN PUBLIC KEY`), as `publicKey` has it of a JWK.
 *
 * @throws {TypeError} no `alg`, another kind of PEM, a private key, a key that is weak or for another algorithm
 * @example
 * const key = await publicKeyFromPem(await readFile('key.pub.pem', 'utf8'), { alg: 'RS256' })
 */
export async function publicKeyFromPem(pem: string, options: PemOptions): Promise<LocalKey> {
  assertPem(pem, options?.alg, 'PUBLIC KEY')
  const { alg, kid } = options
  return publicKey({ ...(await jwkOf(alg, importSPKI(pem.trim(), alg, { extractable: true }))), kid })
}

const PEM = /^-----BEGIN ([A-Z0-9 ]+)-----\s[A-Za-z0-9+/=\s]+\s-----END \1-----$/

/** What stands in the first line of other keys, and how to have what is read here. */
const CONVERSIONS: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': 'openssl pkcs8 -topk8 -nocrypt',
  'EC PRIVATE KEY': 'openssl pkcs8 -topk8 -nocrypt',
  'ENCRYPTED PRIVATE KEY': 'openssl pkcs8',
  'RSA PUBLIC KEY': 'openssl rsa -RSAPublicKey_in -pubout',
  CERTIFICATE: 'openssl x509 -pubkey -noout',
}

function assertPem(pem: unknown, alg: string | undefined, label: 'PRIVATE KEY' | 'PUBLIC KEY'): void {
  if (!isAsymmetric(alg)) throw new TypeError(`"alg" must be one of ${ASYMMETRIC_ALGORITHMS.join(', ')}`)
  const [, actual] = (typeof pem === 'string' && PEM.exec(pem.trim())) || []
  if (actual === undefined) throw new TypeError(`"pem" must be the text of one ${label} block, line ends included`)
  if (actual === label) return
  const conversion = CONVERSIONS[actual]
  // The label is one of ours or of the pattern's few characters, and never key text.
  throw new TypeError(`"pem" must be a ${label}${conversion === undefined ? '' : `; convert it: ${conversion}`}`)
}

/** The key as a JWK, so that all keys are judged by the same rules. */
async function jwkOf(alg: string, importing: Promise<CryptoKey>): Promise<object> {
  const key = await importing.catch((cause: unknown) => {
    throw new TypeError(`"pem" is no valid ${alg} key`, { cause })
  })
  return { ...(await crypto.subtle.exportKey('jwk', key)), alg, key_ops: undefined }
}
