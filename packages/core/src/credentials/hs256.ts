import { isKeyText, isPublishedSecret } from './insecure-secret.js'
import { assertKid, isMeant, lazily, type KeyHint, type SigningKey } from './key.js'

/** RFC 7518 §3.2: a key of the hash's size or larger. */
const MIN_BYTES = 32

export interface Hs256Options {
  /** The key's name in the header of its tokens; what `keyRing` chooses by. */
  readonly kid?: string | undefined
  /** Takes secrets that are short or printed in tutorials: for examples, whose tokens anyone can forge. */
  readonly allowInsecureSecret?: boolean | undefined
}

/**
 * A shared secret that signs and verifies with HMAC-SHA-256 (RFC 7518 §3.2).
 *
 * A text stands for its UTF-8 bytes, as in PyJWT; hexadecimal digits are not decoded. Whoever can verify its tokens
 * can also make them. How random the secret is cannot be judged.
 *
 * @throws {TypeError} a secret that is shorter than 32 bytes, published, or the text of another key
 * @example
 * const key = hs256(process.env.SECRET_KEY) // openssl rand -hex 32
 */
export function hs256(secret: string | Uint8Array, options: Hs256Options = {}): SigningKey {
  const { kid, allowInsecureSecret = false } = options
  assertKid(kid)
  const bytes = secretBytes(secret)
  if (isKeyText(bytes)) {
    throw new TypeError(
      '"secret" is the text of a PEM, JWK or SSH key: give it to publicKey() or privateKey() as a JWK',
    )
  }
  if (!allowInsecureSecret) assertSecure(bytes)

  const key = { alg: 'HS256', kid }
  const load = lazily(() =>
    crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']),
  )
  return {
    ...key,
    algorithms: [key.alg],
    findKey: (hint: KeyHint) => (isMeant(key, hint) ? load() : undefined),
    signingKey: load,
  }
}

/** A copy: what the caller does to its array later must not change the key. */
function secretBytes(secret: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
    throw new TypeError('"secret" must be a non-empty string or Uint8Array: openssl rand -hex 32')
  }
  return new Uint8Array(bytes)
}

function assertSecure(bytes: Uint8Array): void {
  if (bytes.length < MIN_BYTES) {
    throw new TypeError(`"secret" must have at least ${MIN_BYTES} bytes, as from: openssl rand -hex 32`)
  }
  if (isPublishedSecret(bytes)) {
    throw new TypeError(
      '"secret" is printed in a tutorial, so anyone can forge its tokens. Make one: openssl rand -hex 32',
    )
  }
}
