import { defineAuth, depends, getCurrentUser, hs256, HttpError, oauth2PasswordBearer } from '@scopetree/core'
import type { Database } from '../storage/database.js'
import { findEvent } from '../storage/events.js'
import { findUser, savePasswordHash } from '../storage/users.js'

/** Who may do what with the events of one database. */
export function planner(database: Database, secret: string) {
  const auth = defineAuth({
    key: hs256(secret),
    findUser: (email) => findUser(database, email),
    savePasswordHash: (user, hash, outdated) => savePasswordHash(database, user, hash, outdated),
    /** Tokens name the address as it is stored, however it was typed. */
    subject: (user) => user.email,
    expiresIn: 60 * 60,
  })

  const currentUser = oauth2PasswordBearer({ tokenUrl: 'user/signin' }, (token) => getCurrentUser(auth, token))

  const event = depends(async function event({ request }) {
    const found = await findEvent(database, request.param('id'))
    if (!found) throw new HttpError(404, 'There is no such event')
    return found
  })

  /** The event of the route, for the one who created it. The user comes first: strangers do not learn what exists. */
  const ownEvent = depends(currentUser, async function ownEvent(user, { use }) {
    const found = await use(event)
    if (found.creator !== user.email) throw new HttpError(403, 'Only its creator may change an event')
    return found
  })

  return { auth, currentUser, event, ownEvent }
}
