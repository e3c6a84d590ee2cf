import type { Awaitable } from '../wire/awaitable.js'

/** What a store knows of a user: the user, as dependencies and handlers see it, and apart from it the hash. */
export interface Account<U> {
  readonly user: U
  /** Absent for users without a password, who log in elsewhere. */
  readonly passwordHash?: string | null | undefined
}

/** Looks an account up. It is asked with untrusted names such as `__proto__`: use a database or a `Map`. */
export type FindUser<U> = (username: string) => Awaitable<Account<U> | null | undefined>

/**
 * What a store has answered, once it has the form of an account.
 *
 * A store that answers the bare user would make every login fail without a trace, so it fails here.
 */
export function checkAccount<U>(answer: Account<U> | null | undefined): Account<U> | undefined {
  if (answer === null || answer === undefined) return undefined
  const { user, passwordHash = null } = answer
  if (user === undefined || user === null || (passwordHash !== null && typeof passwordHash !== 'string')) {
    throw new TypeError('"findUser" must answer { user, passwordHash? }, with the hash as a string')
  }
  return answer
}
