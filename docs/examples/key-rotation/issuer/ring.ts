import { keyRing, privateKey, type Jwk, type SigningKey } from '@scopetree/core'

/** The ring of a JSON array of private JWKs: the first signs, all verify, and of all the public half is published. */
export function ringOf(text: string): SigningKey {
  const keys: Jwk[] = JSON.parse(text)
  const [current, ...others] = keys.map((jwk) => privateKey(jwk))
  if (current === undefined) throw new TypeError('SIGNING_KEYS must hold a key')
  return keyRing(current, ...others)
}
