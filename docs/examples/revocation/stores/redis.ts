import type { RedisClientType } from 'redis'
import { TOLERANCE, type DenyList } from '../api/deny-list.js'

export function redisDenyList(redis: Pick<RedisClientType, 'set' | 'exists'>): DenyList {
  return {
    revoke: ({ jti, exp }) =>
      redis.set(`revoked:${jti}`, '', { expiration: { type: 'EXAT', value: Math.ceil(exp) + TOLERANCE } }),
    isRevoked: async ({ jti }) => (await redis.exists(`revoked:${jti}`)) > 0,
  }
}
