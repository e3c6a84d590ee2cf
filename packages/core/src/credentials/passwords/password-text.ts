import { isAuthError } from '../../wire/auth-error.js'
import { PasswordRefusedError } from '../../wire/errors.js'

const LONE_SURROGATE = /\p{Surrogate}/u

/** @throws {TypeError} what is no string, which a caller in JavaScript may have taken out of a form */
export function assertPasswordString(password: unknown): asserts password is string {
  if (typeof password !== 'string') throw new TypeError('"password" must be a string')
}

/**
 * Refuses what no hasher may take for a password: an empty text, and texts of which two look the same to a hash.
 *
 * bcrypt repeats its key after a NUL, so `secret` and `secret\0secret` match. Lone surrogates all become U+FFFD in UTF-8.
 */
export function assertPasswordText(password: string): void {
  assertPasswordString(password)
  if (password === '') throw new PasswordRefusedError('empty')
  if (password.includes('\0')) throw new PasswordRefusedError('nul')
  if (LONE_SURROGATE.test(password)) throw new PasswordRefusedError('malformed')
}

/** Whether `error` is a `PasswordRefusedError`, of this copy of the package or of another that brought the hasher. */
export function isPasswordRefused(error: unknown): boolean {
  return isAuthError(error) && error.code === 'password_refused'
}
