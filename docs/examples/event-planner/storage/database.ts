/** What a program needs of an SQL database; parameters stand as `?`. */
export interface Database {
  query(sql: string, parameters?: readonly string[]): Promise<{ rows: readonly unknown[]; changed: number }>
  close(): Promise<void>
}

/**
 * The database that a URL names: `file:…` for SQLite, `postgres://…` for PostgreSQL. Only its driver is loaded.
 * Tables that are missing are made.
 */
export async function openDatabase(url: string): Promise<Database> {
  const { open } = url.startsWith('postgres') ? await import('./postgresql.js') : await import('./sqlite.js')
  return open(url, TABLES)
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS users (
    email TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY,
    creator TEXT NOT NULL REFERENCES users (email),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    location TEXT NOT NULL,
    tags TEXT NOT NULL
  )`,
]
