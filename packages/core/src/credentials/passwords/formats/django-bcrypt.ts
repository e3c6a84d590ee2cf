import { bcrypt, type BcryptOptions } from '../bcrypt.js'
import type { PasswordVerifier } from '../password-hasher.js'
import { prefixedFormat } from './prefixed-format.js'

/** As of `bcrypt`. */
export type DjangoBcryptOptions = Pick<BcryptOptions, 'truncateOnVerify' | 'pool'>

/**
 * Reads `bcrypt$$2b$…` of Django's `BCryptPasswordHasher`, within the limits of `bcrypt`: cost 16, passwords of 72 bytes.
 *
 * Django cut longer passwords: `truncateOnVerify` lets those users in.
 *
 * @see https://docs.djangoproject.com/en/stable/topics/auth/passwords/#using-bcrypt-with-django
 * @example
 * const hasher = passwordHashers(argon2id(), djangoBcrypt({ truncateOnVerify: true }))
 */
export function djangoBcrypt(options: DjangoBcryptOptions = {}): PasswordVerifier {
  return prefixedFormat('bcrypt$', 'a bcrypt hash of Django', bcrypt(options))
}
