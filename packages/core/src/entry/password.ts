export type { Abortable } from '../credentials/abortable.js'
export type { Account, FindUser } from '../credentials/account.js'
export type { AuthEvent, LoginFailure } from '../credentials/auth-event.js'
export { authenticateUser, type PasswordUsers } from '../credentials/login/authenticate-user.js'
export { bcrypt, type BcryptOptions } from '../credentials/passwords/bcrypt.js'
export { argon2id, type Argon2Options } from '../credentials/passwords/formats/argon2id.js'
export { bcryptSha256, type BcryptSha256Options } from '../credentials/passwords/formats/bcrypt-sha256.js'
export { betterAuthScrypt } from '../credentials/passwords/formats/better-auth-scrypt.js'
export { djangoArgon2 } from '../credentials/passwords/formats/django-argon2.js'
export { djangoBcrypt, type DjangoBcryptOptions } from '../credentials/passwords/formats/django-bcrypt.js'
export {
  djangoBcryptSha256,
  type DjangoBcryptSha256Options,
} from '../credentials/passwords/formats/django-bcrypt-sha256.js'
export { djangoPbkdf2 } from '../credentials/passwords/formats/django-pbkdf2.js'
export { djangoScrypt } from '../credentials/passwords/formats/django-scrypt.js'
export { normalised } from '../credentials/passwords/formats/normalised.js'
export { passlibPbkdf2 } from '../credentials/passwords/formats/passlib-pbkdf2.js'
export { scrypt, type ScryptOptions } from '../credentials/passwords/formats/scrypt.js'
export { werkzeugPbkdf2 } from '../credentials/passwords/formats/werkzeug-pbkdf2.js'
export { werkzeugScrypt } from '../credentials/passwords/formats/werkzeug-scrypt.js'
export { hashPassword, verifyPassword } from '../credentials/passwords/hash-password.js'
export { hashPool, type HashPool, type HashPoolOptions } from '../credentials/passwords/hash-pool.js'
export {
  passwordHashers,
  type PasswordHasher,
  type PasswordVerifier,
} from '../credentials/passwords/password-hasher.js'
export { PasswordRefusedError, UnavailableError, type PasswordRefusedReason } from '../wire/errors.js'
