import type { Abortable } from '../../abortable.js'
import type { PasswordVerifier } from '../password-hasher.js'

/** How hashes of one kind are written, and what they say of a password. */
export interface PasswordFormat<P> {
  /** The kind, for a message: `a PBKDF2 hash of Django's`. */
  readonly name: string
  /** What a hash says, or `undefined` where it is of another kind, cut off, or too dear to be computed. */
  readonly parse: (hash: string) => P | undefined
  readonly matches: (password: string, parsed: P, options?: Abortable) => Promise<boolean>
}

/** What `hash` says. Nothing of it is in the message, as it may be a password in the wrong place. */
export function parseHash<P>({ name, parse }: Pick<PasswordFormat<P>, 'name' | 'parse'>, hash: string): P {
  const parsed = typeof hash === 'string' ? parse(hash) : undefined
  if (parsed === undefined) throw new TypeError(`"hash" must be ${name}, within the limits of its format`)
  return parsed
}

/** A verifier that parses before it computes anything. */
export function readFormat<P>(format: PasswordFormat<P>): PasswordVerifier {
  return {
    verify: async (password, hash, options) => format.matches(password, parseHash(format, hash), options),
    recognises: (hash) => format.parse(hash) !== undefined,
  }
}
