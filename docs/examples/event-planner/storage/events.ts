import * as v from 'valibot'
import type { Database } from './database.js'

/** PostgreSQL has no text with a NUL, and UTF-8 none with half a surrogate pair. */
const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.excludes('\0', 'Invalid text: It has a NUL'),
    v.regex(/^\P{Surrogate}*$/u, 'Invalid text'),
    v.maxLength(longest),
  )

export const EventDetails = v.object({
  title: v.pipe(text(200), v.nonEmpty()),
  description: text(10_000),
  location: text(200),
  tags: v.pipe(v.array(text(50)), v.maxLength(20)),
})
const Id = v.pipe(v.string(), v.uuid())

export interface Event extends v.InferOutput<typeof EventDetails> {
  readonly id: string
  readonly creator: string
}

const Row = v.object({
  ...EventDetails.entries,
  id: v.string(),
  creator: v.string(),
  tags: v.pipe(v.string(), v.parseJson(), EventDetails.entries.tags),
})
const eventOf = (row: unknown): Event => v.parse(Row, row)
const COLUMNS = 'id, creator, title, description, location, tags'

export async function listEvents(database: Database): Promise<Event[]> {
  return (await database.query(`SELECT ${COLUMNS} FROM events ORDER BY title`)).rows.map(eventOf)
}

export async function findEvent(database: Database, id: string): Promise<Event | undefined> {
  if (!v.is(Id, id)) return undefined
  const { rows } = await database.query(`SELECT ${COLUMNS} FROM events WHERE id = ?`, [id])
  return rows.map(eventOf)[0]
}

export async function saveEvent(database: Database, event: Event): Promise<void> {
  const { id, creator, title, description, location, tags } = event
  await database.query(
    `INSERT INTO events (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      title = excluded.title, description = excluded.description, location = excluded.location, tags = excluded.tags`,
    [id, creator, title, description, location, JSON.stringify(tags)],
  )
}

export async function removeEvent(database: Database, { id }: Event): Promise<void> {
  await database.query('DELETE FROM events WHERE id = ?', [id])
}
