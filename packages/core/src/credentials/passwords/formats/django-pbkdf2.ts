import type { PasswordVerifier } from '../password-hasher.js'
import { encodeBase64 } from './base64.js'
import { isEqualText } from './equal-text.js'
import { readFormat } from './password-format.js'
import { derivePbkdf2, parseRounds, type Pbkdf2Hash } from './pbkdf2-key.js'

/** Salts are printable text without `$`, and keys whole: one that was cut off would match many passwords. */
const HASH =
  /^pbkdf2_sha(?:256\$([1-9]\d{0,6})\$([!-#%-~]{1,128})\$([+/0-9A-Za-z]{43}=)|1\$([1-9]\d{0,6})\$([!-#%-~]{1,128})\$([+/0-9A-Za-z]{27}=))$/

interface DjangoPbkdf2 {
  readonly hash: Pbkdf2Hash
  readonly rounds: number
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: string
}

/**
 * Reads `pbkdf2_sha256$`, Django's default, and `pbkdf2_sha1$`.
 *
 * Limits: 5,000,000 rounds, a salt of 128 characters, passwords of 4,096 bytes. Cloudflare Workers compute 100,000
 * rounds at most, which are fewer than any Django since 2.1 (2018) makes.
 *
 * @see https://docs.djangoproject.com/en/stable/topics/auth/passwords/
 * @example
 * const hasher = passwordHashers(argon2id(), djangoPbkdf2())
 */
export function djangoPbkdf2(): PasswordVerifier {
  return readFormat<DjangoPbkdf2>({
    name: 'a PBKDF2 hash of Django',
    parse,
    async matches(password, parsed, options) {
      return isEqualText(encodeBase64(await derivePbkdf2(password, parsed, options), { padding: true }), parsed.key)
    },
  })
}

function parse(text: string): DjangoPbkdf2 | undefined {
  const [, rounds256, salt256, key256, rounds1, salt1, key1] = HASH.exec(text) ?? []
  const rounds = parseRounds(rounds256 ?? rounds1)
  const salt = salt256 ?? salt1
  const key = key256 ?? key1
  if (rounds === undefined || salt === undefined || key === undefined) return undefined
  return { hash: key256 === undefined ? 'SHA-1' : 'SHA-256', rounds, salt: new TextEncoder().encode(salt), key }
}
