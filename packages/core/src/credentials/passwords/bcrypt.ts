import { PasswordRefusedError } from '../../wire/errors.js'
import { sharedPool, type HashPool } from './hash-pool.js'
import type { PasswordHasher } from './password-hasher.js'
import { assertPasswordText } from './password-text.js'

/** Costs 4 to 16: above, one login would take half a minute, and a stored hash could stop the service. */
const HASH = /^\$2[aby]\$(0[4-9]|1[0-6])\$[./0-9A-Za-z]{53}$/
/** What bcrypt reads of a password; it ignores the rest. */
const MAX_BYTES = 72

/** Options of `bcrypt`. */
export interface BcryptOptions {
  /** Each step doubles the work: 12 by default, 4 to 16. OWASP asks for at least 10; less is for tests. */
  readonly cost?: number | undefined
  /**
   * Compares the first 72 bytes of a longer password, as libraries did that made the hashes at hand: with them a user
   * may well have a longer password. Hashing refuses longer passwords all the same. Default: such a password is wrong.
   */
  readonly truncateOnVerify?: boolean | undefined
  /** Where it computes. Default: one pool for all hashers. */
  readonly pool?: HashPool | undefined
}

/**
 * The bcrypt hasher: writes `$2b$`, reads `$2a$`, `$2b$` and `$2y$` of a cost up to 16.
 *
 * Passwords are taken as they are, without Unicode normalisation. It does not judge how strong a password is.
 *
 * @throws {TypeError} `cost` is no integer from 4 to 16
 * @example
 * const auth = defineAuth({ key, findUser, hasher: bcrypt({ cost: 13 }) })
 */
export function bcrypt(options: BcryptOptions = {}): PasswordHasher {
  const { cost = 12, truncateOnVerify = false, pool = sharedPool } = options
  if (!Number.isInteger(cost) || cost < 4 || cost > 16) throw new TypeError('"cost" must be an integer from 4 to 16')
  return {
    async hash(password, options) {
      assertPasswordText(password)
      assertFits(password)
      return pool.run('bcryptHash', { password, cost }, options)
    },
    async verify(password, hash, options) {
      costOf(hash)
      assertPasswordText(password)
      if (!truncateOnVerify) assertFits(password)
      return pool.run('bcryptVerify', { password, hash }, options)
    },
    recognises: (hash) => HASH.test(hash),
    isOutdated: (hash) => costOf(hash) < cost,
  }
}

function assertFits(password: string): void {
  if (new TextEncoder().encode(password).length > MAX_BYTES) throw new PasswordRefusedError('too_long')
}

function costOf(hash: string): number {
  const [, cost] = (typeof hash === 'string' ? HASH.exec(hash) : null) ?? []
  if (cost === undefined) throw new TypeError('"hash" must be a bcrypt hash of a cost from 4 to 16')
  return Number(cost)
}
