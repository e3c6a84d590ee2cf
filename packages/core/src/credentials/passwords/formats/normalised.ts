import type { PasswordHasher } from '../password-hasher.js'
import { assertPasswordString } from '../password-text.js'

/**
 * A hasher that brings passwords into a Unicode normal form, in hashing and in verifying.
 *
 * Without it `é` typed on one keyboard (U+00E9) and on another (e and U+0301) are two passwords, as they are to the
 * libraries whose hashes are read here. NFC takes such spellings for one; NFKC (NIST SP 800-63B) also takes `ﬁ` and
 * `fi`, or full-width and plain digits, for the same. With hashes made of other spellings at hand, wrap only the
 * preferred hasher: the accepted ones then compare what was typed.
 *
 * @throws {TypeError} `form` is neither `NFC` nor `NFKC`
 * @example
 * const hasher = passwordHashers(normalised(argon2id(), 'NFKC'), bcrypt())
 */
export function normalised(hasher: PasswordHasher, form: 'NFC' | 'NFKC'): PasswordHasher {
  if (form !== 'NFC' && form !== 'NFKC') throw new TypeError('"form" must be "NFC" or "NFKC"')
  function normalise(password: string): string {
    assertPasswordString(password)
    return password.normalize(form)
  }
  return {
    recognises: (hash) => hasher.recognises(hash),
    isOutdated: (hash) => hasher.isOutdated(hash),
    hash: async (password, options) => hasher.hash(normalise(password), options),
    verify: async (password, hash, options) => hasher.verify(normalise(password), hash, options),
  }
}
