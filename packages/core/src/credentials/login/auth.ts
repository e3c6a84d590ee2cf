import type { AccessTokenClaims } from '../tokens/access-token-claims.js'
import type { TokenIssuer } from '../tokens/create-access-token.js'
import type { TokenUsers } from '../tokens/current-user.js'
import { assertVerifyKey, type SigningKey, type VerifyKey } from '../keys/key.js'
import type { PasswordIssuer } from './password-grant.js'

/**
 * The config of an application that logs its users in: it verifies passwords, issues tokens and verifies them.
 *
 * It is plain data. Each function reads only its part: `PasswordUsers`, `TokenIssuer`, `PasswordIssuer`,
 * `TokenVerifier`, `TokenUsers`.
 */
export interface Auth<U, C = AccessTokenClaims, S extends string = string>
  extends PasswordIssuer<U, S>, Omit<TokenUsers<U, C, S>, 'key' | 'findUser'> {}

/** The config of an application without passwords: it verifies tokens and, where `key` can sign, issues them. */
export interface TokenAuth<U, C = AccessTokenClaims, S extends string = string, K extends VerifyKey = VerifyKey>
  extends TokenUsers<U, C, S>, Pick<TokenIssuer<S>, 'expiresIn'> {
  readonly key: K
}

/** What only a config with passwords holds. */
type PasswordOptions<U, S extends string> = Omit<PasswordIssuer<U, S>, keyof TokenAuth<U, unknown, S>>

/** Every option that a config may hold: what does not fit here is what is wrong with it. */
type AnyAuth<U, C, S extends string, K extends VerifyKey> = TokenAuth<U, C, S, K> &
  Pick<PasswordIssuer<U, S>, 'findUser'> & {
    readonly [O in keyof PasswordOptions<U, S>]?: [K] extends [SigningKey] ? PasswordOptions<U, S>[O] : undefined
  }

/**
 * The config as it is, with its types: those of the user, the claims and the scopes come from what is in it.
 *
 * Without `findUser` and `loadUser` the user is the claims. Other options than `key` are checked by the functions that
 * read them.
 *
 * @throws {TypeError} a `key` that is none, such as the text of a secret
 * @example
 * const auth = defineAuth({
 *   key: hs256(SECRET_KEY),
 *   scopes: { me: 'Read information about the current user.', items: 'Read items.' },
 *   findUser: (username) => accounts.get(username), // { user, passwordHash } | undefined
 *   expiresIn: 30 * 60,
 * })
 */
export function defineAuth<C = AccessTokenClaims, U = C, S extends string = never>(auth: Auth<U, C, S>): Auth<U, C, S>
export function defineAuth<C = AccessTokenClaims, U = C, S extends string = never, K extends VerifyKey = VerifyKey>(
  auth: TokenAuth<U, C, S, K>,
): TokenAuth<U, C, S, K>
/**
 * The compiler's error about a config is the one that the last overload has. It takes nothing that those above do not.
 *
 * @hidden
 */
export function defineAuth<
  C = AccessTokenClaims,
  U = unknown,
  S extends string = never,
  K extends VerifyKey = VerifyKey,
>(auth: AnyAuth<U, C, S, K>): TokenAuth<U, C, S, K>
export function defineAuth<A extends { readonly key: VerifyKey }>(auth: A): A {
  assertVerifyKey(auth?.key)
  return auth
}
