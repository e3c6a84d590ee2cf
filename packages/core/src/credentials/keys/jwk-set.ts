import type { CryptoKey } from 'jose'
import { importHalf } from './jwk-key.js'
import { isAsymmetric, kindOf, type AsymmetricAlgorithm, type Jwk } from './jwk.js'
import type { KeyHint } from './key.js'
import { readJwk, type KeyHalf } from './read-jwk.js'

/** One key of somebody else's set. */
export interface PublishedKey extends KeyHalf {
  readonly key: CryptoKey
}

/**
 * The keys of a JWK Set that can verify access tokens with one of `algorithms`.
 *
 * Others are passed over (RFC 7517 §5): keys for encryption, shared secrets, weak and broken ones. One that is among the
 * `known` stays that very key: tokens are remembered by it.
 *
 * @throws {Error} no JWK Set, or none of its keys is of use: the issuer is not in order
 */
export async function readJwkSet(
  { keys }: Readonly<Record<string, unknown>>,
  algorithms: readonly AsymmetricAlgorithm[],
  known: readonly PublishedKey[] = [],
): Promise<readonly PublishedKey[]> {
  if (!Array.isArray(keys)) throw new Error('the answer is no JWK Set')
  const read = await Promise.all(keys.map((jwk: unknown) => readKey(jwk, algorithms, known)))
  const usable = read.filter((key) => key !== undefined)
  if (usable.length === 0) throw new Error('the JWK Set holds no key that could verify a token')
  return usable
}

async function readKey(
  jwk: unknown,
  algorithms: readonly AsymmetricAlgorithm[],
  known: readonly PublishedKey[],
): Promise<PublishedKey | undefined> {
  try {
    // Each member is judged as it is read.
    const published = jwk as Jwk
    const half = readJwk({ ...published, alg: algOf(published, algorithms) }, 'public')
    return known.find((key) => isSame(key, half)) ?? { ...half, key: await importHalf(half) }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function isSame(one: KeyHalf, other: KeyHalf): boolean {
  const text = ({ alg, kid, members }: KeyHalf): string => JSON.stringify([alg, kid, members])
  return text(one) === text(other)
}

/** Not the token decides what a key is for that does not say it: the first algorithm does that fits. */
function algOf(jwk: Jwk, algorithms: readonly AsymmetricAlgorithm[]): AsymmetricAlgorithm {
  const fitting = algorithms.find((alg) => kindOf(jwk)?.algs.includes(alg))
  const alg = jwk.alg === undefined ? fitting : jwk.alg
  if (!isAsymmetric(alg) || !algorithms.includes(alg)) throw new TypeError('"jwk" is for another algorithm')
  return alg
}

/** The key that a token with such a header was signed by; none where several could be meant. */
export function chooseKey(keys: readonly PublishedKey[], { alg, kid }: KeyHint): CryptoKey | undefined {
  const [only, ...others] = keys.filter((key) => key.alg === alg && (kid === undefined || key.kid === kid))
  return others.length === 0 ? only?.key : undefined
}
