import { Pool } from 'pg'
import type { Database } from './database.js'

export async function open(url: string, tables: readonly string[]): Promise<Database> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 })
  // A connection that is lost while nobody uses it: without a listener it would end the process.
  pool.on('error', console.error)
  // One query, so one transaction: without the lock, of two processes that start together one may fail at `CREATE`.
  await pool.query(["SELECT pg_advisory_xact_lock(hashtext('planner'))", ...tables].join(';'))
  return {
    async query(sql, parameters = []) {
      let count = 0
      const numbered = sql.replaceAll('?', () => `$${(count += 1)}`)
      const { rows, rowCount } = await pool.query(numbered, [...parameters])
      return { rows, changed: rowCount ?? 0 }
    },
    close: () => pool.end(),
  }
}
