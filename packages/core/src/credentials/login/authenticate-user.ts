import type { Abortable } from '../abortable.js'
import { checkAccount, type FindUser } from '../account.js'
import type { LoginFailure } from '../auth-event.js'
import { bcrypt } from '../passwords/bcrypt.js'
import { raceLogin } from './login-race.js'
import type { PasswordHasher } from '../passwords/password-hasher.js'
import { assertPasswordString, isPasswordRefused } from '../passwords/password-text.js'
import { upgradeHash, type HashUpgrader } from './upgrade-hash.js'

/** The part of a config that `authenticateUser` reads. */
export interface PasswordUsers<U> extends HashUpgrader<U> {
  readonly findUser: FindUser<U>
  /** Default: `bcrypt()`. */
  readonly hasher?: PasswordHasher | undefined
}

/** No name is that long (RFC 5321 §4.5.3.1 ends an address at 254), and a token could not carry it. */
const MAX_USERNAME = 1024
/** What databases refuse as a text: PostgreSQL does NUL. Nobody can type it into a form either. */
const UNTYPED = /[\p{Control}\p{Surrogate}]/u
/** Any password: only the time that its hash takes is of use. */
const STAND_IN = 'scopetree'

/**
 * The user of that name and password, or `null`.
 *
 * Every failing login costs one hash of the preferred kind, so that its time does not tell whether there is such a
 * user (CWE-208). A hash of another kind or of a lower cost takes its own time besides, until it has been upgraded.
 * A name of more than 1,024 characters is no user's, nor one with control characters, and `findUser` is not asked.
 * It does not limit how often a login is tried, nor hide what `findUser` itself takes longer for. A login that is
 * aborted while it waits to be hashed is given up without an event; the upgrade of a hash is not given up.
 *
 * @throws {TypeError} `username` or `password` is no string, or `findUser` answers no account
 * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long; an answer of 503
 * @throws the signal's reason, when it is aborted before the password is known to be right or wrong
 * @example
 * const user = await authenticateUser(auth, form.username, form.password)
 * if (!user) throw new HttpError(400, 'Incorrect username or password')
 */
export async function authenticateUser<U>(
  auth: PasswordUsers<U>,
  username: string,
  password: string,
  { signal }: Abortable = {},
): Promise<U | null> {
  if (typeof username !== 'string') throw new TypeError('"username" must be a string')
  assertPasswordString(password)
  signal?.throwIfAborted()
  return raceLogin(username, (upgraded) => login(auth, { username, password, upgraded, signal }))
}

interface Login extends Abortable {
  readonly username: string
  readonly password: string
  readonly upgraded: Set<string>
}

async function login<U>(auth: PasswordUsers<U>, tried: Login): Promise<U | null> {
  const { hasher = bcrypt() } = auth
  const { username, password, upgraded, signal } = tried
  const outcome = await judge(auth, hasher, tried)
  if ('failure' in outcome) {
    if (!outcome.hasPaid) await hasher.hash(STAND_IN, { signal })
    auth.onEvent?.({ type: 'login_failed', username, reason: outcome.failure })
    return null
  }
  const { user, hash } = outcome
  auth.onEvent?.({ type: 'login_succeeded', username })
  // Without the signal: the user is logged in, and the password is not at hand again.
  await upgradeHash(auth, hasher, { user, username, password, hash, upgraded })
  return user
}

/** `hasPaid`: a hash of the preferred kind and cost, or a dearer one, was computed to find out. */
type Outcome<U> =
  | { readonly user: U; readonly hash: string }
  | { readonly failure: LoginFailure; readonly hasPaid: boolean }

async function judge<U>(
  auth: PasswordUsers<U>,
  hasher: PasswordHasher,
  { username, password, signal }: Login,
): Promise<Outcome<U>> {
  const account = isName(username) ? checkAccount(await auth.findUser(username)) : undefined
  if (account === undefined) return { failure: 'unknown_user', hasPaid: false }
  const { user, passwordHash: hash } = account
  if (hash === undefined || hash === null) return { failure: 'no_password', hasPaid: false }
  if (!hasher.recognises(hash)) return { failure: 'unknown_hash', hasPaid: false }
  try {
    if (await hasher.verify(password, hash, { signal })) return { user, hash }
  } catch (error) {
    if (isPasswordRefused(error)) return { failure: 'refused_password', hasPaid: false }
    throw error
  }
  return { failure: 'wrong_password', hasPaid: !hasher.isOutdated(hash) }
}

function isName(username: string): boolean {
  return username.length <= MAX_USERNAME && !UNTYPED.test(username)
}
