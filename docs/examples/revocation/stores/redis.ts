import type { RedisClientType } from 'redis'
import { TOLERANCE, type DenyList } from '../api/deny-list.js'

export function redisDenyList(redis: Pick<RedisClientType, 'set' | 'exists'>): DenyList {
  return {
    revoke: ({ jti, exp }) =>
      inTime(redis.set(`revoked:${jti}`, '', { expiration: { type: 'EXAT', value: Math.ceil(exp) + TOLERANCE } })),
    isRevoked: async ({ jti }) => (await inTime(redis.exists(`revoked:${jti}`))) > 0,
  }
}

/** The client itself waits for a Redis that hangs: its `socketTimeout` begins anew with each command that is sent. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, 2000, new Error('Redis does not answer'))
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
