import type { Jwk } from './jwk.js'
import type { LocalKey } from './key.js'

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly Jwk[]
}

/**
 * The public halves of a key or a ring, for others to verify its tokens by.
 *
 * @throws {TypeError} a shared secret, which has no public half, or a `CryptoKey` that is not extractable
 * @example
 * const { keys } = await jwks(ring)
 */
export async function jwks(key: LocalKey): Promise<JwkSet> {
  assertPublishable(key)
  return { keys: await key.publicJwks() }
}

/** @throws {TypeError} a shared secret: whoever had it could sign; a `CryptoKey` that is not extractable */
export function assertPublishable(key: LocalKey): void {
  if (key.algorithms.some((alg) => alg.startsWith('HS'))) {
    throw new TypeError('a shared secret has no public half to publish: sign with privateKey()')
  }
  if (key.isExtractable === false) throw new TypeError('"key" is not extractable, and so cannot be published')
}
