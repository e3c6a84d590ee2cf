import { Pool } from 'pg'
import { createClient } from 'redis'
import { expect, test } from 'vitest'
import type { RevocableClaims } from '../examples/revocation/api/deny-list.js'
import { postgresDenyList, SCHEMA } from '../examples/revocation/stores/postgres.js'
import { redisDenyList } from '../examples/revocation/stores/redis.js'
import { inEmptyPostgres } from './support/postgres.js'

const { TEST_REDIS_URL, TEST_DATABASE_URL } = process.env
const seconds = (): number => Math.floor(Date.now() / 1000)
const claims = (exp: number): RevocableClaims => ({
  sub: 'johndoe',
  jti: crypto.randomUUID(),
  iat: exp - 60,
  exp,
})

test.skipIf(TEST_REDIS_URL === undefined)(
  'Redis forgets a token by itself, once nobody takes it any more',
  async () => {
    const redis = createClient({ url: TEST_REDIS_URL ?? '' })
    await redis.connect()
    const list = redisDenyList(redis)
    const token = claims(seconds() + 60)
    await list.revoke(token)
    await list.revoke(token)
    expect([await list.isRevoked(token), await list.isRevoked(claims(token.exp))]).toEqual([true, false])
    expect(await redis.expireTime(`revoked:${token.jti}`)).toBe(token.exp + 300)
    redis.destroy()
  },
)

test.skipIf(TEST_DATABASE_URL === undefined)('PostgreSQL forgets tokens that nobody takes any more', async () => {
  await inEmptyPostgres(TEST_DATABASE_URL ?? '', async (url) => {
    const pool = new Pool({ connectionString: url })
    await pool.query(SCHEMA)
    await pool.query(SCHEMA)
    const list = postgresDenyList(pool)
    const [live, gone] = [claims(seconds() + 60.5), claims(seconds() - 301)]
    await list.revoke(gone)
    expect(await list.isRevoked(gone)).toBe(true)
    await list.revoke(live)
    await list.revoke(live)
    expect([await list.isRevoked(live), await list.isRevoked(gone)]).toEqual([true, false])
    await pool.end()
  })
})
