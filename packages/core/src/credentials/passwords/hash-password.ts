import type { Abortable } from '../abortable.js'
import { bcrypt } from './bcrypt.js'
import type { PasswordHasher, PasswordVerifier } from './password-hasher.js'
import { isPasswordRefused } from './password-text.js'

/**
 * Hashes a password for storage, salt and parameters included: bcrypt of cost 12, or what `hasher` makes.
 *
 * It does not judge how strong the password is, nor whether it is known from a leak.
 *
 * @throws {PasswordRefusedError} `empty`, `nul`, `malformed` or `too_long`: tell whoever signs up
 * @throws {TypeError} `password` is no string
 * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long; an answer of 503
 * @throws the signal's reason, when it is aborted while the password waits for its turn
 * @example
 * await users.insert({ username, passwordHash: await hashPassword(password) })
 */
export async function hashPassword(
  password: string,
  hasher: PasswordHasher = bcrypt(),
  options?: Abortable,
): Promise<string> {
  return hasher.hash(password, options)
}

/**
 * Whether `password` is the one that was hashed; a text that cannot be a password is not.
 *
 * Await it: `if (!verifyPassword(…))` compiles and lets everybody in, as a promise is never false. The lint rule
 * `no-misused-promises` finds that.
 *
 * For a login use `authenticateUser`: this function does not hide, by its time, whether there is a user or a hash.
 *
 * @throws {TypeError} `hash` is no hash that `hasher` recognises, as when the two arguments are swapped, or `password` is
 * no string
 * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long; an answer of 503
 * @throws the signal's reason, when it is aborted while the password waits for its turn
 * @example
 * if (!(await verifyPassword(password, passwordHash))) throw new HttpError(400, 'Incorrect password')
 */
export async function verifyPassword(
  password: string,
  hash: string,
  hasher: PasswordVerifier = bcrypt(),
  options?: Abortable,
): Promise<boolean> {
  try {
    return await hasher.verify(password, hash, options)
  } catch (error) {
    if (isPasswordRefused(error)) return false
    throw error
  }
}
