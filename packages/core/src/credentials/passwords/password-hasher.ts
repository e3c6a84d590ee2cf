import type { Abortable } from '../abortable.js'

/** Reads one kind of hashes, or several: of a system that users come from. */
export interface PasswordVerifier {
  /**
   * Whether the password is the one that was hashed.
   *
   * @throws {PasswordRefusedError} a text that cannot be a password of this kind: no hash was computed
   * @throws {TypeError} `hash` is not of this kind, or `password` is no string
   * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long
   * @throws the signal's reason, when it is aborted while the password waits for its turn
   */
  verify(password: string, hash: string, options?: Abortable): Promise<boolean>
  /** Whether `hash` is of this kind, and cheap enough to be computed. */
  recognises(hash: string): boolean
}

/** One way of hashing passwords, or several of them. An application's own hasher is such an object. */
export interface PasswordHasher extends PasswordVerifier {
  /**
   * A new hash of the password, salt and parameters included.
   *
   * @throws {PasswordRefusedError} a text that cannot be a password of this kind
   * @throws {TypeError} `password` is no string
   * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long
   * @throws the signal's reason, when it is aborted while the password waits for its turn
   */
  hash(password: string, options?: Abortable): Promise<string>
  /** Whether `hash`, which is of this kind, is weaker than what `hash()` makes today. */
  isOutdated(hash: string): boolean
}

/**
 * Verifies hashes of several kinds and makes those of the first: passlib's `CryptContext`.
 *
 * A hash of any kind but the first is outdated, and `authenticateUser` replaces it after a login.
 *
 * @example
 * const hasher = passwordHashers(argon2id(), bcrypt(), djangoPbkdf2())
 */
export function passwordHashers(preferred: PasswordHasher, ...accepted: readonly PasswordVerifier[]): PasswordHasher {
  const hashers = [preferred, ...accepted]

  function ownerOf(hash: string): PasswordVerifier {
    const owner = hashers.find((hasher) => hasher.recognises(hash))
    if (owner === undefined) throw new TypeError('"hash" must be a password hash of a kind that a hasher recognises')
    return owner
  }

  return {
    hash: (password, options) => preferred.hash(password, options),
    verify: async (password, hash, options) => ownerOf(hash).verify(password, hash, options),
    recognises: (hash) => hashers.some((hasher) => hasher.recognises(hash)),
    isOutdated(hash) {
      const owner = ownerOf(hash)
      return owner !== preferred || preferred.isOutdated(hash)
    },
  }
}
