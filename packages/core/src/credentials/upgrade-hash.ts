import type { Awaitable } from '../wire/awaitable.js'
import type { AuthEvent, EventSink } from './auth-event.js'
import type { PasswordHasher } from './password-hasher.js'

/** Hashes on their way to a better one: of two racing logins only one upgrades. Salts make them unique. */
const upgrading = new Set<string>()

export interface HashUpgrader<U> extends EventSink {
  /** Stores a user's new hash, after a login whose stored one was outdated. A failure does not fail the login. */
  readonly savePasswordHash?: ((user: U, hash: string) => Awaitable<unknown>) | undefined
}

/** Replaces an outdated hash after a login, while the password is at hand. */
export async function upgradeHash<U>(
  auth: HashUpgrader<U>,
  hasher: PasswordHasher,
  login: { user: U; username: string; password: string; hash: string },
): Promise<void> {
  if (auth.savePasswordHash === undefined || !hasher.isOutdated(login.hash) || upgrading.has(login.hash)) return
  upgrading.add(login.hash)
  let event: AuthEvent = { type: 'hash_upgraded', username: login.username }
  try {
    await auth.savePasswordHash(login.user, await hasher.hash(login.password))
  } catch (error) {
    event = { type: 'hash_upgrade_failed', username: login.username, error }
  } finally {
    upgrading.delete(login.hash)
  }
  auth.onEvent?.(event)
}
