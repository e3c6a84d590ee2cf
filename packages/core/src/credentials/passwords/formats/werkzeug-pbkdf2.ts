import type { PasswordVerifier } from '../password-hasher.js'
import { isEqualText } from './equal-text.js'
import { encodeHex } from './hex.js'
import { readFormat } from './password-format.js'
import { derivePbkdf2, parseRounds, type Pbkdf2Hash } from './pbkdf2-key.js'

/** Salts are printable text without `$`. */
const HASH = /^pbkdf2:sha(1|256|512):([1-9]\d{0,6})\$([!-#%-~]{1,128})\$([0-9a-f]{40,128})$/

/** The hash functions by Werkzeug's number, and the length of their keys: a key that was cut off matches too much. */
const KINDS: Record<string, { hash: Pbkdf2Hash; hexDigits: number }> = {
  1: { hash: 'SHA-1', hexDigits: 40 },
  256: { hash: 'SHA-256', hexDigits: 64 },
  512: { hash: 'SHA-512', hexDigits: 128 },
}

interface WerkzeugPbkdf2 {
  readonly hash: Pbkdf2Hash
  readonly rounds: number
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: string
}

/**
 * Reads `pbkdf2:sha256:…`, `pbkdf2:sha1:…` and `pbkdf2:sha512:…` of Werkzeug's `generate_password_hash` (Flask).
 *
 * Limits: 5,000,000 rounds, a salt of 128 characters, passwords of 4,096 bytes. Cloudflare Workers compute 100,000
 * rounds at most.
 *
 * @see https://werkzeug.palletsprojects.com/en/stable/utils/#werkzeug.security.generate_password_hash
 * @example
 * const hasher = passwordHashers(argon2id(), werkzeugScrypt(), werkzeugPbkdf2())
 */
export function werkzeugPbkdf2(): PasswordVerifier {
  return readFormat<WerkzeugPbkdf2>({
    name: 'a PBKDF2 hash of Werkzeug',
    parse,
    matches: async (password, parsed, options) =>
      isEqualText(encodeHex(await derivePbkdf2(password, parsed, options)), parsed.key),
  })
}

function parse(text: string): WerkzeugPbkdf2 | undefined {
  const [, size = '', roundsText, salt, key] = HASH.exec(text) ?? []
  const kind = KINDS[size]
  const rounds = parseRounds(roundsText)
  if (kind === undefined || rounds === undefined || key?.length !== kind.hexDigits) return undefined
  return { hash: kind.hash, rounds, salt: new TextEncoder().encode(salt), key }
}
