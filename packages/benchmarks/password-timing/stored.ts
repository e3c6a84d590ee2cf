import {
  argon2id,
  bcrypt,
  bcryptSha256,
  betterAuthScrypt,
  djangoArgon2,
  djangoBcrypt,
  djangoBcryptSha256,
  djangoPbkdf2,
  djangoScrypt,
  passlibPbkdf2,
  type PasswordHasher,
  type PasswordVerifier,
  scrypt,
  werkzeugPbkdf2,
  werkzeugScrypt,
} from '@scopetree/core/password'
import betterAuth from '../../../docs/examples/bring-your-users/tables/better-auth.json' with { type: 'json' }
import django from '../../../docs/examples/bring-your-users/tables/django.json' with { type: 'json' }
import flask from '../../../docs/examples/bring-your-users/tables/flask.json' with { type: 'json' }

/** What makes new hashes. */
export const preferred: readonly (readonly [string, PasswordHasher])[] = [
  ['bcrypt()', bcrypt()],
  ['bcryptSha256()', bcryptSha256()],
  ['argon2id()', argon2id()],
  ['scrypt()', scrypt()],
]

/** A hash that waits for its upgrade, as its library makes it by default, and what reads it. */
export interface Stored {
  readonly kind: string
  readonly verifier: PasswordVerifier
  readonly hash: string
}

function ofDjango(username: string): string {
  return django.find((row) => row.username === username)?.password ?? ''
}

function ofFlask(username: string): string {
  return flask.find((row) => row.username === username)?.password_hash ?? ''
}

/** passlib's default: 29,000 rounds. The key is not looked at before the work is done. */
const passlibHash = `$pbkdf2-sha256$29000$${'c29t'.repeat(5)}c2$${'c29t'.repeat(10)}c28`

export const stored: readonly Stored[] = [
  { kind: 'bcrypt, cost 10', verifier: bcrypt(), hash: `$2b$10$${'c29t'.repeat(13)}c` },
  { kind: 'passlib pbkdf2_sha256, 29,000 rounds', verifier: passlibPbkdf2(), hash: passlibHash },
  { kind: 'Django pbkdf2_sha256, 1,000,000 rounds', verifier: djangoPbkdf2(), hash: ofDjango('ada') },
  { kind: 'Django pbkdf2_sha1, 1,000,000 rounds', verifier: djangoPbkdf2(), hash: ofDjango('dennis') },
  { kind: 'Django argon2, 100 MiB, 2 passes', verifier: djangoArgon2(), hash: ofDjango('grace') },
  { kind: 'Django bcrypt, cost 12', verifier: djangoBcrypt(), hash: ofDjango('ken') },
  { kind: 'Django bcrypt_sha256, cost 12', verifier: djangoBcryptSha256(), hash: ofDjango('linus') },
  { kind: 'Django scrypt, N = 2^14, p = 5', verifier: djangoScrypt(), hash: ofDjango('margaret') },
  { kind: 'Werkzeug scrypt, N = 2^15', verifier: werkzeugScrypt(), hash: ofFlask('tim') },
  { kind: 'Werkzeug pbkdf2:sha256, 600,000 rounds', verifier: werkzeugPbkdf2(), hash: ofFlask('vint') },
  { kind: 'better-auth', verifier: betterAuthScrypt(), hash: betterAuth.account[0]?.password ?? '' },
]
