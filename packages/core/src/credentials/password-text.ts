import { isAuthError } from '../wire/auth-error.js'
import { PasswordRefusedError } from '../wire/errors.js'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Refuses what no hasher may take for a password: an empty text, and texts of which two look the same to a hash.
 *
 * bcrypt repeats its key after a NUL, so `secret` and `secret\0secret` match. Lone surrogates all become U+FFFD in UTF-8.
 */
export function assertPasswordText(password: string): void {
  if (typeof password !== 'string') throw new TypeError('"password" must be a string')
  if (password === '') throw new PasswordRefusedError('empty')
  if (password.includes('\0')) throw new PasswordRefusedError('nul')
  if (LONE_SURROGATE.test(password)) throw new PasswordRefusedError('malformed')
}

/** Whether `error` is a `PasswordRefusedError`, of this copy of the package or of another that brought the hasher. */
export function isPasswordRefused(error: unknown): boolean {
  return isAuthError(error) && error.code === 'password_refused'
}
