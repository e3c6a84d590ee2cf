import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../examples/event-planner/storage/database.js'
import { SCHEMA } from '../examples/revocation/stores/postgres.js'

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

describe.skipIf(TEST_DATABASE_URL === undefined)('eight that start at once on an empty PostgreSQL', () => {
  const namespace = `tables_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(TEST_DATABASE_URL ?? 'postgres://127.0.0.1')
  url.searchParams.set('options', `-c search_path=${namespace}`)
  const server = new Pool({ connectionString: TEST_DATABASE_URL })
  beforeAll(() => server.query(`create schema ${namespace}`))
  afterAll(async () => {
    await server.query(`drop schema ${namespace} cascade`)
    await server.end()
  })

  test.each([
    ['the event planner', openPlanner],
    ['the deny-list', makeDenyList],
  ])('have the tables of %s', async (_, open) => {
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => open(url.href)))
    expect(starts.filter(({ status }) => status === 'rejected')).toEqual([])
  })
})
