import {
  bcrypt,
  djangoPbkdf2,
  normalised,
  passwordHashers,
  type PasswordHasher,
  type PasswordVerifier,
  verifyPassword,
} from '@scopetree/core/password'
import { expectTypeOf, test } from 'vitest'

test('a format that is only read verifies, and makes nothing', () => {
  expectTypeOf(djangoPbkdf2()).toEqualTypeOf<PasswordVerifier>()
  expectTypeOf(verifyPassword('secret', 'x', djangoPbkdf2())).resolves.toEqualTypeOf<boolean>()
  expectTypeOf(passwordHashers(bcrypt(), djangoPbkdf2(), bcrypt())).toEqualTypeOf<PasswordHasher>()
  // @ts-expect-error: it has no `hash`, so it cannot be preferred
  passwordHashers(djangoPbkdf2(), bcrypt())
  // @ts-expect-error: likewise, it makes no hash to normalise for
  normalised(djangoPbkdf2(), 'NFC')
  // @ts-expect-error: there is no such form to compare in
  normalised(bcrypt(), 'NFD')
})
