import type { CryptoKey } from 'jose'
import { sharedSecret, type SecretOptions } from './shared-secret.js'
import type { SigningKey } from './key.js'

/**
 * A shared secret that signs and verifies with HMAC-SHA-256 (RFC 7518 §3.2).
 *
 * A text stands for its UTF-8 bytes, as in PyJWT; hexadecimal digits are not decoded. Whoever can verify its tokens
 * can also make them. How random the secret is cannot be judged.
 *
 * @throws {TypeError} a secret that is shorter than 32 bytes, published, or the text of another key
 * @example
 * const key = hs256(SECRET_KEY) // openssl rand -hex 32
 */
export function hs256(secret: string | Uint8Array | CryptoKey, options?: SecretOptions): SigningKey {
  return sharedSecret('HS256', secret, options)
}

/**
 * The same with HMAC-SHA-384.
 *
 * @throws {TypeError} a secret that is shorter than 48 bytes, published, or the text of another key
 * @example
 * const key = hs384(SECRET_KEY) // openssl rand -hex 48
 */
export function hs384(secret: string | Uint8Array | CryptoKey, options?: SecretOptions): SigningKey {
  return sharedSecret('HS384', secret, options)
}

/**
 * The same with HMAC-SHA-512.
 *
 * @throws {TypeError} a secret that is shorter than 64 bytes, published, or the text of another key
 * @example
 * const key = hs512(SECRET_KEY) // openssl rand -hex 64
 */
export function hs512(secret: string | Uint8Array | CryptoKey, options?: SecretOptions): SigningKey {
  return sharedSecret('HS512', secret, options)
}
