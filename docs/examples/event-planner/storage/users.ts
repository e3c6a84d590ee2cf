import type { Account } from '@scopetree/core'
import * as v from 'valibot'
import type { Database } from './database.js'

export interface User {
  readonly email: string
}

const Row = v.object({ email: v.string(), password_hash: v.string() })

/** Addresses are compared without regard to case: two people cannot sign up with one mailbox. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

export async function findUser(database: Database, email: string): Promise<Account<User> | undefined> {
  const sql = 'SELECT email, password_hash FROM users WHERE email = ?'
  const { rows } = await database.query(sql, [normalEmail(email)])
  return rows.map((row) => accountOf(v.parse(Row, row)))[0]
}

/** Whether the address was free. The database decides, so that of two who sign up at once one is refused. */
export async function addUser(database: Database, email: string, passwordHash: string): Promise<boolean> {
  const sql = 'INSERT INTO users (email, password_hash) VALUES (?, ?) ON CONFLICT DO NOTHING'
  const { changed } = await database.query(sql, [normalEmail(email), passwordHash])
  return changed === 1
}

/** Only where the outdated hash still is: a password that was changed in the meantime stays changed. */
export async function savePasswordHash(
  database: Database,
  { email }: User,
  passwordHash: string,
  outdated: string,
): Promise<void> {
  const sql = 'UPDATE users SET password_hash = ? WHERE email = ? AND password_hash = ?'
  await database.query(sql, [passwordHash, email, outdated])
}

function accountOf({ email, password_hash }: v.InferOutput<typeof Row>): Account<User> {
  return { user: { email }, passwordHash: password_hash }
}
