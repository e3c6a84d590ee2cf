import type { PasswordVerifier } from '../password-hasher.js'
import { decodeBase64, encodeBase64 } from './base64.js'
import { isEqualText } from './equal-text.js'
import { readFormat } from './password-format.js'
import { derivePbkdf2, parseRounds, type Pbkdf2Hash } from './pbkdf2-key.js'

/** Salts of 1 to 96 bytes, and whole keys only: a key that was cut off would match many passwords. */
const HASH = /^\$pbkdf2-sha(256|512)\$([1-9]\d{0,6})\$([./0-9A-Za-z]{2,128})\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})$/

interface PasslibPbkdf2 {
  readonly hash: Pbkdf2Hash
  readonly rounds: number
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: string
}

/**
 * Reads `$pbkdf2-sha256$` and `$pbkdf2-sha512$` of passlib's `pbkdf2_sha256` and `pbkdf2_sha512`.
 *
 * Limits: 5,000,000 rounds, a salt of 96 bytes, passwords of 4,096 bytes. Cloudflare Workers compute 100,000 rounds at
 * most.
 *
 * @see https://passlib.readthedocs.io/en/stable/lib/passlib.hash.pbkdf2_digest.html
 * @example
 * const hasher = passwordHashers(argon2id(), passlibPbkdf2())
 */
export function passlibPbkdf2(): PasswordVerifier {
  return readFormat<PasslibPbkdf2>({
    name: 'a PBKDF2 hash of passlib',
    parse,
    matches: async (password, parsed, options) =>
      isEqualText(toAb64(await derivePbkdf2(password, parsed, options)), parsed.key),
  })
}

function parse(text: string): PasslibPbkdf2 | undefined {
  const [, size, roundsText, saltText = '', key = ''] = HASH.exec(text) ?? []
  const rounds = parseRounds(roundsText)
  const salt = decodeBase64(saltText.replaceAll('.', '+'))
  if (rounds === undefined || salt === undefined || key.length !== (size === '256' ? 43 : 86)) return undefined
  return { hash: size === '256' ? 'SHA-256' : 'SHA-512', rounds, salt, key }
}

/** passlib's "adapted base64" has `.` where base64 has `+`. */
function toAb64(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '.')
}
