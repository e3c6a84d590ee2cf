import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { openDatabase } from '../examples/event-planner/storage/database.js'
import { SCHEMA } from '../examples/revocation/stores/postgres.js'
import { inEmptyPostgres } from './support/postgres.js'

const { TEST_DATABASE_URL } = process.env

async function openPlanner(url: string): Promise<void> {
  const database = await openDatabase(url)
  await database.close()
}

async function makeDenyList(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url })
  await pool.query(SCHEMA)
  await pool.end()
}

test.skipIf(TEST_DATABASE_URL === undefined).each([
  ['the event planner', openPlanner],
  ['the deny-list', makeDenyList],
])('eight that start at once on an empty PostgreSQL have the tables of %s', async (_, open) => {
  await inEmptyPostgres(TEST_DATABASE_URL ?? '', async (url) => {
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => open(url)))
    expect(starts.filter(({ status }) => status === 'rejected')).toEqual([])
  })
})
