import { deriveArgon2 } from '#argon2-key'
import type { PasswordHasher } from '../password-hasher.js'
import { isBearableArgon2, type Argon2Params, type Argon2Variant } from './argon2-params.js'
import { base64ByteLength, decodeBase64, encodeBase64 } from './base64.js'
import { isEqualText } from './equal-text.js'
import { passwordBytes } from './password-bytes.js'
import { parseHash, readFormat } from './password-format.js'

/** Version 0x13, salts of 8 to 64 bytes, keys of 16 to 64. */
const HASH =
  /^\$argon2(id|i|d)\$v=19\$m=([1-9]\d{0,5}),t=([1-9]\d{0,5}),p=([1-9]\d?)\$([+/0-9A-Za-z]{11,86})\$([+/0-9A-Za-z]{22,86})$/

/** In bytes, as RFC 9106 §4 recommends and pwdlib makes them. */
const SALT_LENGTH = 16
const KEY_LENGTH = 32

/** Options of `argon2id`. */
export interface Argon2Options {
  /** KiB. Default: 65,536 (64 MiB). */
  readonly memory?: number | undefined
  /** Default: 3. */
  readonly passes?: number | undefined
  /** Lanes. Default: 4. */
  readonly parallelism?: number | undefined
}

interface Argon2Hash extends Argon2Params {
  readonly variant: Argon2Variant
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: string
}

const format = { name: 'an Argon2 hash ($argon2id$v=19$…)', parse }

/**
 * The Argon2id hasher (RFC 9106): writes `$argon2id$v=19$m=65536,t=3,p=4$…`, as pwdlib, passlib and argon2-cffi do, and
 * reads `$argon2i$` and `$argon2d$` too.
 *
 * On Node 24.7 and later it computes with Node's own; on other versions, and on Bun and Deno where they have none, with
 * the optional peer `@node-rs/argon2` or `argon2`. Elsewhere JavaScript does, one hash at a time, in seconds. A hash is
 * outdated when it is of another variant, has other lanes, or less memory, passes or key than a new one.
 *
 * Limits: 256 MiB of memory, memory · passes up to 2 GiB, 16 lanes, version 0x13, salts of 8 to 64 bytes, keys of 16 to
 * 64, passwords of 4,096 bytes, which are taken as they are, without Unicode normalisation. It does not judge how strong
 * a password is.
 *
 * @throws {TypeError} options that are out of these limits
 * @see https://github.com/P-H-C/phc-string-format
 * @example
 * const auth = defineAuth({ key, findUser, hasher: passwordHashers(argon2id(), bcrypt()) })
 */
export function argon2id({ memory = 65_536, passes = 3, parallelism = 4 }: Argon2Options = {}): PasswordHasher {
  const wanted = { memory, passes, parallelism }
  if (!Object.values(wanted).every(Number.isInteger) || !isBearableArgon2(wanted)) {
    throw new TypeError(
      '"memory" (KiB, 8 per lane at least), "passes" and "parallelism" (16 at most) must be integers that ask for 256 MiB at most',
    )
  }
  return {
    ...readFormat<Argon2Hash>({
      ...format,
      async matches(password, { key, ...stored }, options) {
        const job = { ...stored, keyLength: base64ByteLength(key) }
        const derived = await deriveArgon2(passwordBytes(password), job, options)
        return isEqualText(encodeBase64(derived), key)
      },
    }),
    async hash(password, options) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH))
      const job = { ...wanted, variant: 'argon2id', salt, keyLength: KEY_LENGTH } as const
      const key = await deriveArgon2(passwordBytes(password), job, options)
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encodeBase64(salt)}$${encodeBase64(key)}`
    },
    isOutdated(hash) {
      const stored = parseHash(format, hash)
      return (
        stored.variant !== 'argon2id' ||
        stored.memory < memory ||
        stored.passes < passes ||
        stored.parallelism !== parallelism ||
        base64ByteLength(stored.key) < KEY_LENGTH
      )
    },
  }
}

function parse(text: string): Argon2Hash | undefined {
  const [, kind, memory, passes, parallelism, saltText = '', key = ''] = HASH.exec(text) ?? []
  const params = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const salt = decodeBase64(saltText)
  if (salt === undefined || key.length % 4 === 1 || !isBearableArgon2(params)) return undefined
  return { ...params, variant: kind === 'id' ? 'argon2id' : kind === 'i' ? 'argon2i' : 'argon2d', salt, key }
}
