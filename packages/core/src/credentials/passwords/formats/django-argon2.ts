import type { PasswordVerifier } from '../password-hasher.js'
import { argon2id } from './argon2id.js'
import { prefixedFormat } from './prefixed-format.js'

/**
 * Reads `argon2$argon2id$…` and `argon2$argon2i$…` of Django's `Argon2PasswordHasher`, computed as `argon2id` does and
 * within its limits.
 *
 * @see https://docs.djangoproject.com/en/stable/topics/auth/passwords/
 * @example
 * const hasher = passwordHashers(argon2id(), djangoArgon2(), djangoPbkdf2())
 */
export function djangoArgon2(): PasswordVerifier {
  return prefixedFormat('argon2', 'an Argon2 hash of Django', argon2id())
}
