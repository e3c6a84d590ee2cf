import type { CryptoKey } from 'jose'
import type { Awaitable } from '../../wire/awaitable.js'
import { isCryptoKey, readCryptoKey } from './crypto-key.js'
import { isKeyText, isPublishedSecret } from './insecure-secret.js'
import { assertKid, isMeant, lazily, type KeyHint, type SigningKey } from './key.js'

/** Options of `hs256` and its like. */
export interface SecretOptions {
  /** The key's name in the header of its tokens; what `keyRing` chooses by. */
  readonly kid?: string | undefined
  /** Takes secrets that are short or printed in tutorials: for examples, whose tokens anyone can forge. */
  readonly allowInsecureSecret?: boolean | undefined
}

/** RFC 7518 §3.2: a key of the hash's size or larger. */
const BYTES = { HS256: 32, HS384: 48, HS512: 64 } as const
type SecretAlgorithm = keyof typeof BYTES

/** A key of a shared secret: `hs256` and its like, which differ in the size of the hash. */
export function sharedSecret(
  alg: SecretAlgorithm,
  secret: string | Uint8Array | CryptoKey,
  options: SecretOptions = {},
): SigningKey {
  const { kid, allowInsecureSecret = false } = options
  assertKid(kid)
  const key = { alg, kid }
  const load = isCryptoKey(secret)
    ? loaded(alg, secret, allowInsecureSecret)
    : imported(alg, secret, allowInsecureSecret)
  return {
    ...key,
    algorithms: [alg],
    findKey: (hint: KeyHint) => (isMeant(key, hint) ? load() : undefined),
    signingKey: load,
    publicJwks: async () => [],
  }
}

function imported(alg: SecretAlgorithm, secret: unknown, allowInsecure: boolean): () => Awaitable<CryptoKey> {
  const bytes = secretBytes(secret)
  if (isKeyText(bytes)) {
    throw new TypeError(
      '"secret" is the text of a PEM, JWK or SSH key: give a JWK to publicKey() or privateKey(), a PEM to publicKeyFromPem() or privateKeyFromPem()',
    )
  }
  if (!allowInsecure) assertSecure(bytes, BYTES[alg])
  const hash = alg.replace('HS', 'SHA-')
  return lazily(() => crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, ['sign', 'verify']))
}

/** Its bytes may be out of reach, so its length is all that can be judged. */
function loaded(alg: SecretAlgorithm, secret: CryptoKey, allowInsecure: boolean): () => Awaitable<CryptoKey> {
  const { alg: actual, key } = readCryptoKey(secret, 'secret')
  if (actual !== alg) throw new TypeError(`"secret" is a CryptoKey for ${actual}, not for ${alg}`)
  const { length = 0 }: Partial<HmacKeyAlgorithm> = secret.algorithm
  if (length < BYTES[alg] * 8 && !allowInsecure) throw new TypeError(shortSecret(BYTES[alg]))
  return () => key
}

/** A copy: what the caller does to its array later must not change the key. */
function secretBytes(secret: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
    throw new TypeError('"secret" must be a non-empty string, Uint8Array or CryptoKey: openssl rand -hex 32')
  }
  return new Uint8Array(bytes)
}

function assertSecure(bytes: Uint8Array, min: number): void {
  if (bytes.length < min) throw new TypeError(shortSecret(min))
  if (isPublishedSecret(bytes)) {
    throw new TypeError(
      `"secret" is printed in a tutorial, so anyone can forge its tokens. Make one: openssl rand -hex ${min}`,
    )
  }
}

function shortSecret(min: number): string {
  return `"secret" must have at least ${min} bytes, as from: openssl rand -hex ${min}`
}
