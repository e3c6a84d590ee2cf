import { Pool } from 'pg'
import type { Database } from './database.js'

export async function open(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url })
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
