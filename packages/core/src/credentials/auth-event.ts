import { InvalidTokenError, type InvalidTokenReason } from '../wire/errors.js'

/** Why a login failed: for logs. The client is told only that it did. */
export type LoginFailure = 'unknown_user' | 'no_password' | 'unknown_hash' | 'refused_password' | 'wrong_password'

/**
 * What happened, for logs and metrics.
 *
 * `username` is what was typed, which may be a password typed into the wrong field. `error` is what `savePasswordHash`,
 * or the hasher before it, threw.
 */
export type AuthEvent =
  | { readonly type: 'login_succeeded'; readonly username: string }
  | { readonly type: 'login_failed'; readonly username: string; readonly reason: LoginFailure }
  | { readonly type: 'hash_upgraded'; readonly username: string }
  | { readonly type: 'hash_upgrade_failed'; readonly username: string; readonly error: unknown }
  | { readonly type: 'token_refused'; readonly reason: InvalidTokenReason }

/** The part of a config that everything which reports an event reads. */
export interface EventSink {
  /** Learns what happened. It is not awaited, and what it throws is thrown on: it should do neither. */
  readonly onEvent?: ((event: AuthEvent) => void) | undefined
}

/** Reports `error` if it is the refusal of a token. */
export function reportRefusal(auth: EventSink, error: unknown): void {
  if (error instanceof InvalidTokenError) auth.onEvent?.({ type: 'token_refused', reason: error.reason })
}
