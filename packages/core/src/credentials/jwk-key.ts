import { importJWK, type CryptoKey } from 'jose'
import type { Jwk } from './jwk.js'
import { isMeant, lazily, type KeyHint, type LocalKey, type SigningKey } from './key.js'
import { readJwk, type KeyHalf } from './read-jwk.js'

/**
 * A private JWK (RSA, EC or Ed25519), which signs; its public half verifies.
 *
 * RSA keys must name their `alg`; of the others the curve decides it. The JWK is copied, and imported once, at first use.
 *
 * @throws {TypeError} a key that is weak, incomplete, or for another use
 * @example
 * const key = privateKey(JSON.parse(await readFile('key.json', 'utf8')))
 */
export function privateKey(jwk: Jwk): SigningKey {
  const secret = readJwk(jwk, 'private')
  // "key_ops" of a private key say "sign" (RFC 7517 §4.3); its public half is not said to be anything.
  const half = readJwk({ ...jwk, key_ops: undefined }, 'public')
  return { ...verifying(half), signingKey: lazily(() => importHalf(secret)) }
}

/**
 * A public JWK (RSA, EC or Ed25519), which verifies tokens that somebody else signs.
 *
 * It does not fetch keys, and does not read certificates (`x5c`).
 *
 * @throws {TypeError} a key that is weak, incomplete, or for another use; also a private one, which has no place where
 * tokens are only verified, and would be lost on every machine that verifies
 * @example
 * const key = publicKey({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
 */
export function publicKey(jwk: Jwk): LocalKey {
  const half = readJwk(jwk, 'public')
  if (Object.hasOwn(jwk, 'd'))
    throw new TypeError('"jwk" is a private key: leave "d" and its like where tokens are signed')
  return verifying(half)
}

function verifying(half: KeyHalf): LocalKey {
  const { alg, kid } = half
  const load = lazily(() => importHalf(half))
  return { alg, kid, algorithms: [alg], findKey: (hint: KeyHint) => (isMeant({ alg, kid }, hint) ? load() : undefined) }
}

async function importHalf({ alg, members }: KeyHalf): Promise<CryptoKey> {
  const key = await importJWK({ ...members }, alg).catch((cause: unknown) => {
    throw new TypeError(`"jwk" is no valid ${alg} key`, { cause })
  })
  if (key instanceof Uint8Array) throw new TypeError('"jwk" is a shared secret')
  return key
}
