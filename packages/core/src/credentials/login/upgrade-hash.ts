import type { Awaitable } from '../../wire/awaitable.js'
import type { AuthEvent, EventSink } from '../auth-event.js'
import type { PasswordHasher } from '../passwords/password-hasher.js'

export interface HashUpgrader<U> extends EventSink {
  /**
   * Stores a user's new hash in the place of `outdated`, after a login with that one. A failure does not fail the login.
   *
   * Where another than `outdated` is stored by now, keep it: the password has been changed since.
   */
  readonly savePasswordHash?: ((user: U, hash: string, outdated: string) => Awaitable<unknown>) | undefined
}

/** Replaces an outdated hash after a login, while the password is at hand. `upgraded` is that of `raceLogin`. */
export async function upgradeHash<U>(
  auth: HashUpgrader<U>,
  hasher: PasswordHasher,
  login: { user: U; username: string; password: string; hash: string; upgraded: Set<string> },
): Promise<void> {
  const { user, username, password, hash, upgraded } = login
  if (auth.savePasswordHash === undefined || upgraded.has(hash) || !hasher.isOutdated(hash)) return
  upgraded.add(hash)
  let event: AuthEvent = { type: 'hash_upgraded', username }
  try {
    await auth.savePasswordHash(user, await hasher.hash(password), hash)
  } catch (error) {
    upgraded.delete(hash)
    event = { type: 'hash_upgrade_failed', username, error }
  }
  auth.onEvent?.(event)
}
