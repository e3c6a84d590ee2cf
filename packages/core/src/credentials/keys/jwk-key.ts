import { importJWK, type CryptoKey } from 'jose'
import type { Awaitable } from '../../wire/awaitable.js'
import { isCryptoKey, readCryptoKey } from './crypto-key.js'
import type { Jwk } from './jwk.js'
import { assertKid, isMeant, lazily, type KeyHint, type LocalKey, type SigningKey } from './key.js'
import { readJwk, type KeyHalf } from './read-jwk.js'

/** Both halves of a key, as WebCrypto generates them. */
export interface KeyPair {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

/** Options of `privateKey` and `publicKey`. */
export interface KeyOptions {
  /** The key's name in the header of its tokens; what `keyRing` chooses by. Default: the `kid` of the JWK. */
  readonly kid?: string | undefined
}

/**
 * A private JWK (RSA, EC or Ed25519), or a pair of WebCrypto, which signs; its public half verifies.
 *
 * An RSA key as a JWK must name its `alg`; of the others the curve decides it, and a `CryptoKey` knows it. A JWK is
 * copied, and imported once, at first use. For the text of a PEM file there is `privateKeyFromPem`.
 *
 * @throws {TypeError} a key that is weak, incomplete, or for another use
 * @example
 * const key = privateKey(JSON.parse(await readFile('key.json', 'utf8')))
 */
export function privateKey(key: Jwk | KeyPair, options: KeyOptions = {}): SigningKey {
  if (isKeyPair(key)) return signingPair(key, options)
  assertNoPem(key, 'privateKeyFromPem')
  const jwk = { ...key, kid: options.kid ?? key?.kid }
  const secret = readJwk(jwk, 'private')
  // "key_ops" of a private key say "sign" (RFC 7517 §4.3); its public half is not said to be anything.
  const half = readJwk({ ...jwk, key_ops: undefined }, 'public')
  return { ...verifying(half), signingKey: lazily(() => importHalf(secret)) }
}

/**
 * A public JWK (RSA, EC or Ed25519), or `CryptoKey`, which verifies tokens that somebody else signs.
 *
 * It does not fetch keys (`remoteJwks` does), and does not read certificates (`x5c`). For the text of a PEM file there
 * is `publicKeyFromPem`.
 *
 * @throws {TypeError} a key that is weak, incomplete, or for another use; also a private one, which has no place where
 * tokens are only verified, and would be lost on every machine that verifies
 * @example
 * const key = publicKey({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
 */
export function publicKey(key: Jwk | CryptoKey, options: KeyOptions = {}): LocalKey {
  if (isCryptoKey(key)) return verifyingKey(key, options)
  assertNoPem(key, 'publicKeyFromPem')
  const half = readJwk({ ...key, kid: options.kid ?? key?.kid }, 'public')
  if (Object.hasOwn(key, 'd'))
    throw new TypeError('"jwk" is a private key: leave "d" and its like where tokens are signed')
  return verifying(half)
}

/** What other libraries take for a key; a copy of its members would be no key at all. */
function assertNoPem(key: unknown, reader: string): void {
  const isKeyObject = Object.prototype.toString.call(key) === '[object KeyObject]'
  if (typeof key === 'string' || key instanceof Uint8Array || isKeyObject) {
    const message = `a PEM goes to ${reader}(), and a KeyObject has it: export({ format: 'jwk' })`
    throw new TypeError(`"jwk" must be a JSON Web Key object: ${message}`)
  }
}

function verifying(half: KeyHalf): LocalKey {
  const { alg, kid, members } = half
  return localKey(
    { alg, kid },
    lazily(() => importHalf(half)),
    () => ({ ...members, alg, kid, use: 'sig' }),
  )
}

function isKeyPair(key: Jwk | KeyPair): key is KeyPair {
  return typeof key === 'object' && key !== null && 'privateKey' in key && 'publicKey' in key
}

/** Whether the halves belong together, only a signature can tell. */
function signingPair({ privateKey, publicKey }: KeyPair, options: KeyOptions): SigningKey {
  if (!isCryptoKey(privateKey) || !isCryptoKey(publicKey)) throw new TypeError('"key" must be a pair of CryptoKeys')
  const { alg, key } = readCryptoKey(privateKey, 'private')
  const half = verifyingKey(publicKey, options)
  if (half.alg !== alg) throw new TypeError('"key": its halves are for different algorithms')
  return { ...half, signingKey: () => Promise.resolve(key) }
}

function verifyingKey(cryptoKey: CryptoKey, { kid }: KeyOptions): LocalKey {
  assertKid(kid)
  const { alg, key } = readCryptoKey(cryptoKey, 'public')
  const local = localKey(
    { alg, kid },
    () => Promise.resolve(key),
    async () => {
      const { members } = readJwk({ ...(await crypto.subtle.exportKey('jwk', key)), alg }, 'public')
      return { ...members, alg, kid, use: 'sig' }
    },
  )
  return { ...local, isExtractable: key.extractable }
}

function localKey(
  { alg, kid }: Pick<LocalKey, 'alg' | 'kid'>,
  load: () => Awaitable<CryptoKey>,
  publish: () => Jwk | Promise<Jwk>,
): LocalKey {
  return {
    alg,
    kid,
    algorithms: [alg],
    findKey: (hint: KeyHint) => (isMeant({ alg, kid }, hint) ? load() : undefined),
    publicJwks: async () => [await publish()],
  }
}

/** @throws {TypeError} what only the import can tell, such as a point that is not on its curve */
export async function importHalf({ alg, members }: KeyHalf): Promise<CryptoKey> {
  const key = await importJWK({ ...members }, alg).catch((cause: unknown) => {
    throw new TypeError(`"jwk" is no valid ${alg} key`, { cause })
  })
  if (key instanceof Uint8Array) throw new TypeError('"jwk" is a shared secret')
  return key
}
