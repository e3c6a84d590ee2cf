import { Pool } from 'pg'

/** Does something with a namespace of its own in the server of the tests, where no table is. */
export async function inEmptyPostgres(server: string, work: (url: string) => Promise<void>): Promise<void> {
  const namespace = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${namespace}`)
  const pool = new Pool({ connectionString: server })
  await pool.query(`create schema ${namespace}`)
  try {
    await work(url.href)
  } finally {
    await pool.query(`drop schema ${namespace} cascade`)
    await pool.end()
  }
}
