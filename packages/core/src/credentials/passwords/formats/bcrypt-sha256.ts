import { sharedPool, type HashPool } from '../hash-pool.js'
import type { PasswordHasher } from '../password-hasher.js'
import { encodeBase64 } from './base64.js'
import { passwordBytes } from './password-bytes.js'
import { parseHash, readFormat } from './password-format.js'

/** Version 2 and version 1; costs 4 to 16, as of bcrypt itself. */
const HASH =
  /^\$bcrypt-sha256\$(?:v=2,t=(2b),r=([4-9]|1[0-6])|(2[ab]),0?([4-9]|1[0-6]))\$([./0-9A-Za-z]{22})\$([./0-9A-Za-z]{31})$/

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Options of `bcryptSha256`. */
export interface BcryptSha256Options {
  /** Each step doubles the work: 12 by default, 4 to 16. OWASP asks for at least 10; less is for tests. */
  readonly cost?: number | undefined
  /** Where it computes. Default: one pool for all hashers. */
  readonly pool?: HashPool | undefined
}

interface BcryptSha256 {
  readonly version: 1 | 2
  readonly cost: number
  readonly salt: string
  /** The hash as bcrypt writes it. */
  readonly hash: string
}

const format = { name: 'a bcrypt-SHA-256 hash of a cost from 4 to 16', parse }

/**
 * The hasher that bcrypts the SHA-256 of a password, which may thus be of any length: writes passlib's `bcrypt_sha256`
 * of version 2 (`$bcrypt-sha256$v=2,t=2b,r=12$…`), reads versions 1 and 2.
 *
 * Version 2 takes an HMAC keyed by the salt. Version 1, a plain SHA-256, is outdated: whoever knows such digests from a
 * leak elsewhere can try them against it.
 *
 * Limits: costs from 4 to 16, passwords of 4,096 bytes, which are taken as they are, without Unicode normalisation. It
 * does not judge how strong a password is.
 *
 * @throws {TypeError} `cost` is no integer from 4 to 16
 * @see https://passlib.readthedocs.io/en/stable/lib/passlib.hash.bcrypt_sha256.html
 * @example
 * const auth = defineAuth({ key, findUser, hasher: passwordHashers(bcryptSha256(), bcrypt()) })
 */
export function bcryptSha256({ cost = 12, pool = sharedPool }: BcryptSha256Options = {}): PasswordHasher {
  if (!Number.isInteger(cost) || cost < 4 || cost > 16) throw new TypeError('"cost" must be an integer from 4 to 16')
  return {
    ...readFormat<BcryptSha256>({
      ...format,
      async matches(password, { version, salt, hash }, options) {
        const digest = await (version === 1 ? sha256 : hmac)(passwordBytes(password), salt)
        return pool.run('bcryptVerify', { password: digest, hash }, options)
      },
    }),
    async hash(password, options) {
      const salt = randomSalt()
      const digest = await hmac(passwordBytes(password), salt)
      const hash = await pool.run('bcryptHash', { password: digest, cost: saltText(cost, salt) }, options)
      return `$bcrypt-sha256$v=2,t=2b,r=${cost}$${salt}$${hash.slice(-31)}`
    },
    isOutdated(hash) {
      const stored = parseHash(format, hash)
      return stored.version !== 2 || stored.cost < cost
    },
  }
}

function parse(text: string): BcryptSha256 | undefined {
  const [, ident2, cost2, ident1, cost1, salt, key] = HASH.exec(text) ?? []
  const cost = Number(cost2 ?? cost1)
  if (salt === undefined || key === undefined) return undefined
  return { version: ident1 === undefined ? 2 : 1, cost, salt, hash: `${saltText(cost, salt, ident1 ?? ident2)}${key}` }
}

/** What bcrypt takes for a salt. */
function saltText(cost: number, salt: string, ident = '2b'): string {
  return `$${ident}$${String(cost).padStart(2, '0')}$${salt}`
}

/** 128 bits of chance: of the last of the 22 digits, bcrypt reads the upper two bits. */
function randomSalt(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(22))]
  return bytes.map((byte, index) => ALPHABET.charAt(index === 21 ? byte & 0b110000 : byte & 0b111111)).join('')
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), { padding: true })
}

async function hmac(bytes: Uint8Array<ArrayBuffer>, salt: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(salt), algorithm, false, ['sign'])
  return encodeBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes)), { padding: true })
}
