import { createHash, randomBytes } from 'node:crypto'

/** One login, however often its refresh token is changed. */
export interface Session {
  readonly username: string
  readonly scopes: readonly string[]
  /** Seconds since the epoch. */
  readonly endsAt: number
}

/** Stands for a table: a row for each login, with the hash of the one refresh token that is good now. */
const sessions = new Map<string, Session & { readonly hash: string }>()

/** 256 random bits cannot be guessed, so a fast hash is enough; and whoever reads the table has no token. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function idOf(token: string): string {
  return token.split('.', 1)[0] ?? ''
}

/** The only moment at which the token itself is there. */
function save(id: string, session: Session): string {
  const token = `${id}.${randomBytes(32).toString('base64url')}`
  sessions.set(id, { ...session, hash: hashOf(token) })
  return token
}

/** The first refresh token of a login. */
export function startSession(session: Session): string {
  return save(randomBytes(16).toString('base64url'), session)
}

/** The login that a refresh token names, unchanged; whether the token is good is not asked yet. */
export function peekSession(token: string): Session | undefined {
  return sessions.get(idOf(token))
}

/** Spends a refresh token: the one that takes its place. */
export function continueSession(token: string, now: number): string | undefined {
  const id = idOf(token)
  const session = sessions.get(id)
  if (session === undefined) return undefined
  // A token that comes again: it was copied, and nobody can tell who has the copy. So nobody goes on.
  if (session.hash !== hashOf(token) || session.endsAt <= now) {
    sessions.delete(id)
    return undefined
  }
  return save(id, session)
}

export function endSession(token: string): void {
  sessions.delete(idOf(token))
}
