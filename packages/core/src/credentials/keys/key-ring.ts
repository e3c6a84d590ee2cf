import { isShared, type KeyHint, type LocalKey, type SigningKey } from './key.js'

/**
 * Several keys under one name, for rotation: the first signs, all verify.
 *
 * A token's `kid` chooses the key. A token without one is tried with the key that has none, else with the only key of
 * its `alg`; where several could be meant it is refused. A key that has left the ring verifies nothing.
 *
 * @throws {TypeError} two keys of one `kid` or both without, or shared secrets beside public keys
 * @example
 * const key = keyRing(hs256(NEW_SECRET, { kid: '2' }), hs256(OLD_SECRET, { kid: '1' }))
 */
export function keyRing(current: SigningKey, ...previous: readonly LocalKey[]): SigningKey
export function keyRing(current: LocalKey, ...previous: readonly LocalKey[]): LocalKey
export function keyRing(current: LocalKey, ...previous: readonly LocalKey[]): LocalKey {
  const keys = [current, ...previous]
  if (keys.some((key) => rings.has(key))) throw new TypeError('a ring holds keys, and no other ring')
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) {
    throw new TypeError('every key of a ring needs a "kid" of its own; one may have none')
  }
  if (new Set(keys.map(isShared)).size > 1) {
    throw new TypeError('a ring holds either shared secrets or public keys: with both, one could pass for the other')
  }

  function choose(hint: KeyHint): LocalKey | undefined {
    const named = keys.find(({ kid }) => kid === hint.kid)
    if (named !== undefined || hint.kid !== undefined) return named
    const [only, ...others] = keys.filter(({ alg }) => alg === hint.alg)
    return others.length === 0 ? only : undefined
  }

  const ring: LocalKey = {
    ...current,
    isExtractable: keys.every(({ isExtractable }) => isExtractable !== false),
    algorithms: [...new Set(keys.flatMap(({ algorithms }) => algorithms))],
    findKey: (hint) => choose(hint)?.findKey(hint),
    publicJwks: async () => (await Promise.all(keys.map((key) => key.publicJwks()))).flat(),
  }
  rings.add(ring)
  return ring
}

/** Only the current key of a ring could be told from outside, and the others would be lost without a word. */
const rings = new WeakSet<LocalKey>()
