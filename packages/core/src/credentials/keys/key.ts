import type { CryptoKey } from 'jose'
import type { Awaitable } from '../../wire/awaitable.js'
import { isObject } from '../../wire/is-object.js'
import type { Jwk } from './jwk.js'

/** What a token says of the key that signed it: something to choose a key by, never to trust. */
export interface KeyHint {
  readonly alg: string
  readonly kid: string | undefined
}

/** Whose tokens a key verifies, where they are another party's: both are demanded of every token. */
export interface TokenOrigin {
  readonly issuer: string
  readonly audience: string
}

/** Verifies access tokens: one key, a ring of them, or somebody else's set. */
export interface VerifyKey {
  /** Pinned here and never taken from a token (RFC 8725 §3.1). */
  readonly algorithms: readonly string[]
  readonly origin?: TokenOrigin | undefined
  /** The one key that a token with such a header must have been signed by; none: the token is refused. */
  findKey(hint: KeyHint): Awaitable<CryptoKey | undefined>
}

/** One verification key at hand. */
export interface LocalKey extends VerifyKey {
  readonly alg: string
  readonly kid: string | undefined
  /** `false`: a `CryptoKey` of a public half that WebCrypto does not hand out, so that it cannot be published. */
  readonly isExtractable?: boolean | undefined
  /** The public halves, as others may see them; none of a shared secret, which has no public half. */
  publicJwks(): Promise<readonly Jwk[]>
}

/** Signs access tokens, and verifies them. */
export interface SigningKey extends LocalKey {
  signingKey(): Awaitable<CryptoKey>
}

/** @throws {TypeError} a text, nothing, or anything else that is no key */
export function assertVerifyKey(key: unknown): asserts key is VerifyKey {
  if (!isObject(key) || typeof key['findKey'] !== 'function') {
    throw new TypeError('"key" must be a key: hs256(), issuer(), publicKey(), …')
  }
}

/** @throws {TypeError} no key, or one that only verifies */
export function assertSigningKey(key: unknown): asserts key is SigningKey {
  if (!isObject(key) || typeof key['signingKey'] !== 'function') {
    throw new TypeError('"key" must be a key that signs: hs256(), privateKey(), …')
  }
}

/** A `kid` that is present has to be ours, also where there is only one key. */
export function isMeant(key: Pick<LocalKey, 'alg' | 'kid'>, hint: KeyHint): boolean {
  return hint.alg === key.alg && (hint.kid === undefined || hint.kid === key.kid)
}

/** Whether whoever verifies with the key can also sign with it. */
export function isShared({ alg }: LocalKey): boolean {
  return alg.startsWith('HS')
}

/** A key id that a header can carry, or none. */
export function assertKid(kid: unknown): asserts kid is string | undefined {
  if (kid !== undefined && (typeof kid !== 'string' || kid === ''))
    throw new TypeError('"kid" must be a non-empty string')
}

/** Loads once, at first use. Once loaded the value itself is answered, for which nobody has to wait. */
export function lazily<T>(load: () => Promise<T>): () => Awaitable<T> {
  let loaded: Awaitable<T> | undefined
  return () => {
    if (loaded === undefined) {
      const loading = load()
      loaded = loading
      loading.then(
        (value) => (loaded = value),
        () => undefined,
      )
    }
    return loaded
  }
}
