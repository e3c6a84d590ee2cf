import {
  argon2id,
  bcrypt,
  betterAuthScrypt,
  djangoArgon2,
  djangoBcrypt,
  djangoBcryptSha256,
  djangoPbkdf2,
  djangoScrypt,
  normalised,
  passwordHashers,
  werkzeugPbkdf2,
  werkzeugScrypt,
} from '@scopetree/core'

/** The first makes every new hash, and all of them together read what the users brought. */
export const hasher = passwordHashers(
  // One pass more than pwdlib takes, so that its hashes are upgraded too.
  normalised(argon2id({ passes: 4 }), 'NFKC'),
  bcrypt({ truncateOnVerify: true }),
  djangoPbkdf2(),
  djangoArgon2(),
  djangoBcryptSha256(),
  djangoBcrypt({ truncateOnVerify: true }),
  djangoScrypt(),
  werkzeugScrypt(),
  werkzeugPbkdf2(),
  betterAuthScrypt(),
)
