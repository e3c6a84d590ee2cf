import { deriveScrypt } from '#scrypt-key'
import type { PasswordVerifier } from '../password-hasher.js'
import { isEqualText } from './equal-text.js'
import { encodeHex } from './hex.js'
import { passwordBytes } from './password-bytes.js'
import { readFormat } from './password-format.js'

const HASH = /^([0-9a-f]{32}):([0-9a-f]{128})$/
/** The hash does not state them. */
const PARAMS = { cost: 2 ** 14, blockSize: 16, parallelism: 1, keyLength: 64 }

interface BetterAuthScrypt {
  readonly salt: Uint8Array
  readonly key: string
}

/**
 * Reads better-auth's `salt:key`: scrypt of N = 2^14, r = 16, p = 1 over the password's NFKC form.
 *
 * A hasher that takes over such users should normalise as well, lest it make two passwords of what was one:
 * `passwordHashers(normalised(argon2id(), 'NFKC'), betterAuthScrypt())`. Limit: passwords of 4,096 bytes.
 *
 * @see https://www.better-auth.com/docs/reference/security
 */
export function betterAuthScrypt(): PasswordVerifier {
  return readFormat<BetterAuthScrypt>({
    name: 'a hash of better-auth',
    parse,
    async matches(password, { salt, key }, options) {
      const bytes = passwordBytes(password.normalize('NFKC'))
      return isEqualText(encodeHex(await deriveScrypt(bytes, { ...PARAMS, salt }, options)), key)
    },
  })
}

function parse(text: string): BetterAuthScrypt | undefined {
  const [, salt, key] = HASH.exec(text) ?? []
  if (salt === undefined || key === undefined) return undefined
  // The salt is the text, not the bytes that it spells.
  return { salt: new TextEncoder().encode(salt), key }
}
