import { createHash } from 'node:crypto'
import { HttpError } from '@scopetree/core'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible'
import { networkOf } from './networks.js'

/**
 * How often somebody may try to log in: from one network, and as one user. `nameOf` is what the store makes of a name
 * before it looks for it; without one, a store that finds users only by their exact names.
 */
export function loginLimits(redis: object, nameOf = (username: string) => username) {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RLWrapperTimeouts({
      limiter: new RateLimiterRedis({ storeClient: redis, useRedisPackage: true, keyPrefix, points, duration }),
      timeoutMs: 1000,
      // While Redis is away or hangs each process counts for itself: better than no limit, and better than no logins.
      insuranceLimiter: new RateLimiterMemory({ points, duration }),
    })
  const byNetwork = limiter('login:network', 20, 60)
  const byUser = limiter('login:user', 5, 15 * 60)
  // A name is free text: its hash is a key of bounded length, and no other name has it.
  const keyOf = (username: string): string => createHash('sha256').update(nameOf(username)).digest('base64url')

  return {
    /** Counted before the password is looked at, so that attempts at the same time count too. */
    async attempt(address: string, username: string): Promise<void> {
      await consume(byNetwork, networkOf(address))
      await consume(byUser, keyOf(username))
    },
    async forget(username: string): Promise<void> {
      await byUser.delete(keyOf(username))
    },
  }
}

async function consume(limiter: RLWrapperTimeouts, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.ceil(refusal.msBeforeNext / 1000)
    throw new HttpError(429, 'Too many logins', { 'retry-after': String(seconds) })
  }
}
