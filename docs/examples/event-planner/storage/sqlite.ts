import { createClient } from '@libsql/client'
import type { Database } from './database.js'

export async function open(url: string): Promise<Database> {
  const client = createClient({ url })
  return {
    async query<Row>(sql: string, parameters: readonly (string | null)[] = []) {
      const { rows, rowsAffected } = await client.execute({ sql, args: [...parameters] })
      // The statement names the columns of a Row.
      return { rows: rows as unknown as Row[], changed: rowsAffected }
    },
    close: async () => client.close(),
  }
}
