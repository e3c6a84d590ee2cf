import { deriveScrypt } from '#scrypt-key'
import type { PasswordVerifier } from '../password-hasher.js'
import { isEqualText } from './equal-text.js'
import { encodeHex } from './hex.js'
import { passwordBytes } from './password-bytes.js'
import { readFormat } from './password-format.js'
import { isBearableScrypt, type ScryptParams } from './scrypt-params.js'

/** Salts are printable text without `$`; keys have 64 bytes. */
const HASH = /^scrypt:([1-9]\d{0,6}):([1-9]\d?):([1-9]\d?)\$([!-#%-~]{1,128})\$([0-9a-f]{128})$/

interface WerkzeugScrypt extends ScryptParams {
  readonly salt: Uint8Array
  readonly key: string
}

/**
 * Reads `scrypt:32768:8:1$…`, which Werkzeug's `generate_password_hash` (Flask) makes since 2.3.
 *
 * Limits: 256 MiB of memory (128 · N · r), N · r · p up to 2^23, a salt of 128 characters, passwords of 4,096 bytes.
 *
 * @see https://werkzeug.palletsprojects.com/en/stable/utils/#werkzeug.security.generate_password_hash
 * @example
 * const hasher = passwordHashers(argon2id(), werkzeugScrypt(), werkzeugPbkdf2())
 */
export function werkzeugScrypt(): PasswordVerifier {
  return readFormat<WerkzeugScrypt>({
    name: 'a scrypt hash of Werkzeug',
    parse,
    async matches(password, { key, ...stored }, options) {
      const job = { ...stored, keyLength: 64 }
      return isEqualText(encodeHex(await deriveScrypt(passwordBytes(password), job, options)), key)
    },
  })
}

function parse(text: string): WerkzeugScrypt | undefined {
  const [, cost, blockSize, parallelism, salt, key = ''] = HASH.exec(text) ?? []
  const params = { cost: Number(cost), blockSize: Number(blockSize), parallelism: Number(parallelism) }
  return isBearableScrypt(params) ? { ...params, salt: new TextEncoder().encode(salt), key } : undefined
}
