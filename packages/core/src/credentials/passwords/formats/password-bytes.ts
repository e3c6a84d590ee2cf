import { PasswordRefusedError } from '../../../wire/errors.js'
import { assertPasswordText } from '../password-text.js'

/** passlib's limit. Whoever sends a megabyte wants something else than to log in. */
const MAX_BYTES = 4096

/**
 * The UTF-8 bytes of a password for a hash that reads passwords of any length.
 *
 * @throws {PasswordRefusedError} a text that is no password, or one of more than 4,096 bytes
 */
export function passwordBytes(password: string): Uint8Array<ArrayBuffer> {
  assertPasswordText(password)
  const bytes = new TextEncoder().encode(password)
  if (bytes.length > MAX_BYTES) throw new PasswordRefusedError('too_long')
  return bytes
}
