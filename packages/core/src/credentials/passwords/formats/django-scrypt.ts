import { deriveScrypt } from '#scrypt-key'
import type { PasswordVerifier } from '../password-hasher.js'
import { encodeBase64 } from './base64.js'
import { isEqualText } from './equal-text.js'
import { passwordBytes } from './password-bytes.js'
import { readFormat } from './password-format.js'
import { isBearableScrypt, type ScryptParams } from './scrypt-params.js'

/** Salts are printable text without `$`; keys have 64 bytes. */
const HASH = /^scrypt\$([1-9]\d{0,6})\$([!-#%-~]{1,128})\$([1-9]\d?)\$([1-9]\d?)\$([+/0-9A-Za-z]{86}==)$/

interface DjangoScrypt extends ScryptParams {
  readonly salt: Uint8Array
  readonly key: string
}

/**
 * Reads `scrypt$` of Django's `ScryptPasswordHasher` (since 4.0).
 *
 * Limits: 256 MiB of memory (128 · N · r), N · r · p up to 2^23, a salt of 128 characters, passwords of 4,096 bytes.
 *
 * @see https://docs.djangoproject.com/en/stable/topics/auth/passwords/
 * @example
 * const hasher = passwordHashers(argon2id(), djangoPbkdf2(), djangoScrypt())
 */
export function djangoScrypt(): PasswordVerifier {
  return readFormat<DjangoScrypt>({
    name: 'a scrypt hash of Django',
    parse,
    async matches(password, { key, ...stored }, options) {
      const job = { ...stored, keyLength: 64 }
      const derived = await deriveScrypt(passwordBytes(password), job, options)
      return isEqualText(encodeBase64(derived, { padding: true }), key)
    },
  })
}

function parse(text: string): DjangoScrypt | undefined {
  const [, cost, salt, blockSize, parallelism, key = ''] = HASH.exec(text) ?? []
  const params = { cost: Number(cost), blockSize: Number(blockSize), parallelism: Number(parallelism) }
  return isBearableScrypt(params) ? { ...params, salt: new TextEncoder().encode(salt), key } : undefined
}
