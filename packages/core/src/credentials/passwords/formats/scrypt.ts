import { deriveScrypt } from '#scrypt-key'
import type { PasswordHasher } from '../password-hasher.js'
import { decodeBase64, encodeBase64 } from './base64.js'
import { isEqualText } from './equal-text.js'
import { passwordBytes } from './password-bytes.js'
import { parseHash, readFormat } from './password-format.js'
import { isBearableScrypt, type ScryptParams } from './scrypt-params.js'

/** Salts of 8 to 64 bytes, keys of 32: a longer key begins with the shorter, so one that was cut off would match. */
const HASH = /^\$scrypt\$ln=([1-9]\d?),r=([1-9]\d?),p=([1-9]\d?)\$([+/0-9A-Za-z]{11,86})\$([+/0-9A-Za-z]{43})$/

/** In bytes, as passlib makes them. */
const SALT_LENGTH = 16
const KEY_LENGTH = 32

/** Options of `scrypt`. */
export interface ScryptOptions {
  /**
   * The base-two logarithm of N: each step doubles work and memory. Default: 17, which is the N = 2^17 that OWASP asks
   * for. What `node:crypto` calls `cost` is N itself.
   */
  readonly logN?: number | undefined
  /** r. Default: 8. */
  readonly blockSize?: number | undefined
  /** p. Default: 1. */
  readonly parallelism?: number | undefined
}

interface ScryptHash extends ScryptParams {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: string
}

const format = { name: 'a scrypt hash ($scrypt$ln=…)', parse }

/**
 * The scrypt hasher (RFC 7914): writes and reads `$scrypt$ln=17,r=8,p=1$…`, as passlib does.
 *
 * Node computes it natively; elsewhere JavaScript does, one hash at a time, in about a second at the default cost. A
 * hash is outdated when `logN`, `blockSize` or `parallelism` is smaller than that of a new one.
 *
 * Limits: 256 MiB of memory (128 · N · r), N · r · p up to 2^23, salts of 8 to 64 bytes, keys of 32, passwords of 4,096
 * bytes, which are taken as they are, without Unicode normalisation. It does not judge how strong a password is.
 *
 * @throws {TypeError} options that are out of these limits
 * @see https://passlib.readthedocs.io/en/stable/lib/passlib.hash.scrypt.html
 * @example
 * const auth = defineAuth({ key, findUser, hasher: scrypt() })
 */
export function scrypt({ logN = 17, blockSize = 8, parallelism = 1 }: ScryptOptions = {}): PasswordHasher {
  const wanted: ScryptParams = { cost: 2 ** logN, blockSize, parallelism }
  if (![logN, blockSize, parallelism].every(Number.isInteger) || !isBearableScrypt(wanted)) {
    throw new TypeError('"logN", "blockSize" and "parallelism" must be integers that ask for 256 MiB at most')
  }
  return {
    ...readFormat<ScryptHash>({
      ...format,
      async matches(password, { key, ...stored }, options) {
        const job = { ...stored, keyLength: KEY_LENGTH }
        return isEqualText(encodeBase64(await deriveScrypt(passwordBytes(password), job, options)), key)
      },
    }),
    async hash(password, options) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH))
      const job = { ...wanted, salt, keyLength: KEY_LENGTH }
      const key = await deriveScrypt(passwordBytes(password), job, options)
      return `$scrypt$ln=${logN},r=${blockSize},p=${parallelism}$${encodeBase64(salt)}$${encodeBase64(key)}`
    },
    isOutdated(hash) {
      const stored = parseHash(format, hash)
      return stored.cost < wanted.cost || stored.blockSize < blockSize || stored.parallelism < parallelism
    },
  }
}

function parse(text: string): ScryptHash | undefined {
  const [, ln, r, p, saltText = '', key = ''] = HASH.exec(text) ?? []
  const params = { cost: 2 ** Number(ln), blockSize: Number(r), parallelism: Number(p) }
  const salt = decodeBase64(saltText)
  if (salt === undefined || !isBearableScrypt(params)) return undefined
  return { ...params, salt, key }
}
