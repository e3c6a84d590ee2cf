import { readFileSync } from 'node:fs'
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
  type PasswordVerifier,
  scrypt,
  werkzeugPbkdf2,
  werkzeugScrypt,
} from '@scopetree/core/password'

/** Every format by the function that makes it. */
export const formats = {
  argon2id: argon2id(),
  bcrypt: bcrypt({ truncateOnVerify: true }),
  bcryptSha256: bcryptSha256(),
  betterAuthScrypt: betterAuthScrypt(),
  djangoArgon2: djangoArgon2(),
  djangoBcrypt: djangoBcrypt({ truncateOnVerify: true }),
  djangoBcryptSha256: djangoBcryptSha256(),
  djangoPbkdf2: djangoPbkdf2(),
  djangoScrypt: djangoScrypt(),
  passlibPbkdf2: passlibPbkdf2(),
  scrypt: scrypt(),
  werkzeugPbkdf2: werkzeugPbkdf2(),
  werkzeugScrypt: werkzeugScrypt(),
} satisfies Record<string, PasswordVerifier>

export type FormatName = keyof typeof formats

/** The formats by the names that the vectors have for them. */
const names: Record<string, FormatName> = {
  argon2: 'argon2id',
  bcrypt: 'bcrypt',
  'passlib-bcrypt-sha256': 'bcryptSha256',
  'better-auth-scrypt': 'betterAuthScrypt',
  'django-argon2': 'djangoArgon2',
  'django-bcrypt': 'djangoBcrypt',
  'django-bcrypt_sha256': 'djangoBcryptSha256',
  'django-pbkdf2_sha1': 'djangoPbkdf2',
  'django-pbkdf2_sha256': 'djangoPbkdf2',
  'django-scrypt': 'djangoScrypt',
  'passlib-pbkdf2-sha256': 'passlibPbkdf2',
  'passlib-pbkdf2-sha512': 'passlibPbkdf2',
  'passlib-scrypt': 'scrypt',
  'werkzeug-pbkdf2': 'werkzeugPbkdf2',
  'werkzeug-scrypt': 'werkzeugScrypt',
}

export interface Vector {
  readonly format: FormatName
  readonly password: string
  readonly hash: string
  readonly matches: boolean
}

function readVectors(file: string): Vector[] {
  const text = readFileSync(new URL(`../../vectors/${file}`, import.meta.url), 'utf8')
  const { vectors }: { vectors: { format: string; password: string; hash: string; matches?: boolean }[] } =
    JSON.parse(text)
  return vectors.map(({ format, password, hash, matches = true }) => {
    const name = names[format]
    if (name === undefined) throw new Error(`No format is named ${format}`)
    return { format: name, password, hash, matches }
  })
}

export const vectors = ['password-hashes.json', 'more-password-hashes.json', 'better-auth-hashes.json'].flatMap(
  readVectors,
)

/** Some hash of each format, for the password `secret`. */
export const samples = Object.fromEntries(
  vectors.filter(({ password, matches }) => password === 'secret' && matches).map(({ format, hash }) => [format, hash]),
) as Record<FormatName, string>
