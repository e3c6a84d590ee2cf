import { bcrypt, type BcryptOptions } from '../bcrypt.js'
import type { PasswordVerifier } from '../password-hasher.js'
import { encodeHex } from './hex.js'
import { passwordBytes } from './password-bytes.js'
import { prefixedFormat } from './prefixed-format.js'

/** As of `bcrypt`. */
export type DjangoBcryptSha256Options = Pick<BcryptOptions, 'pool'>

/**
 * Reads `bcrypt_sha256$$2b$…` of Django's `BCryptSHA256PasswordHasher`: bcrypt over the hex digits of the password's
 * SHA-256.
 *
 * Limits: cost 16, passwords of 4,096 bytes.
 *
 * @see https://docs.djangoproject.com/en/stable/topics/auth/passwords/#using-bcrypt-with-django
 * @example
 * const hasher = passwordHashers(argon2id(), djangoBcryptSha256())
 */
export function djangoBcryptSha256(options: DjangoBcryptSha256Options = {}): PasswordVerifier {
  const inner = bcrypt(options)
  return prefixedFormat('bcrypt_sha256$', 'a bcrypt-SHA-256 hash of Django', {
    recognises: (hash) => inner.recognises(hash),
    async verify(password, hash, options) {
      const digest = await crypto.subtle.digest('SHA-256', passwordBytes(password))
      return inner.verify(encodeHex(new Uint8Array(digest)), hash, options)
    },
  })
}
