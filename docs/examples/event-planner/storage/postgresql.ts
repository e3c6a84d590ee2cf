import pg from 'pg'
import type { Database } from './database.js'

export async function open(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url })
  return {
    async query<Row>(sql: string, parameters: readonly (string | null)[] = []) {
      let count = 0
      const numbered = sql.replaceAll('?', () => `$${(count += 1)}`)
      const { rows, rowCount } = await pool.query(numbered, [...parameters])
      // The statement names the columns of a Row.
      return { rows: rows as Row[], changed: rowCount ?? 0 }
    },
    close: () => pool.end(),
  }
}
