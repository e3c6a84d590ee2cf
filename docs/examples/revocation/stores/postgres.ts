import type { Pool } from 'pg'
import { TOLERANCE, type DenyList } from '../api/deny-list.js'

/** One query, so one transaction: without the lock, of two processes that start together one may fail at `create`. */
export const SCHEMA = `
  select pg_advisory_xact_lock(hashtext('revoked_tokens'));
  create table if not exists revoked_tokens (jti text primary key, forget_at timestamptz not null);
  create index if not exists revoked_tokens_forget_at on revoked_tokens (forget_at);
`

export function postgresDenyList(pool: Pick<Pool, 'query'>): DenyList {
  return {
    async revoke({ jti, exp }) {
      await pool.query('delete from revoked_tokens where forget_at < now()')
      await pool.query(
        'insert into revoked_tokens (jti, forget_at) values ($1, to_timestamp($2)) on conflict do nothing',
        [jti, exp + TOLERANCE],
      )
    },
    async isRevoked({ jti }) {
      const { rowCount } = await pool.query('select from revoked_tokens where jti = $1', [jti])
      return rowCount !== 0
    },
  }
}
