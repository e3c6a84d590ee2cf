import { createClient } from '@libsql/client'
import type { Database } from './database.js'

export async function open(url: string, tables: readonly string[]): Promise<Database> {
  // Without the time to wait, a write fails at once while another process writes.
  const client = createClient({ url, timeout: 5000 })
  await client.batch([...tables], 'write')
  return {
    async query(sql, parameters = []) {
      const { rows, rowsAffected } = await client.execute({ sql, args: [...parameters] })
      return { rows, changed: rowsAffected }
    },
    close: async () => client.close(),
  }
}
