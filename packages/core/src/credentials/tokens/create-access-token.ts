import { assertScope } from '../../wire/scope.js'
import type { Scopes } from '../../wire/scope-rules.js'
import { signCompactJws } from './compact-jws.js'
import { isStrings } from '../json-object.js'
import { assertSigningKey, type SigningKey } from '../keys/key.js'
import { SCOPE_CLAIMS, writeScopeClaim, writtenScopeClaim } from '../scope-claim.js'
import { assertTerms, currentTime, followsRfc9068, lifetime, type TokenTerms } from '../token-terms.js'

/** The part of a config that `createAccessToken` reads. */
export interface TokenIssuer<S extends string = string> extends TokenTerms {
  readonly key: SigningKey
  /** Every scope there is, with a description for the documentation, and with what it implies where it does. */
  readonly scopes?: Scopes<S> | undefined
  /** Seconds for which a token is valid. Default: 900. */
  readonly expiresIn?: number | undefined
}

/** What goes into a token; the rest of its claims is ours to write. */
export interface NewClaims<S extends string = string> {
  /** Whom the token names. It is passed on byte for byte. */
  sub: string
  /**
   * What is granted: declared scopes only, so a client's wishes go through `grantScopes` first.
   *
   * A config without `scopes` declares none. What it grants all the same is named as a type:
   * `createAccessToken<'me'>({ key }, { sub, scopes: ['me'] })`.
   */
  scopes?: readonly NoInfer<S>[] | undefined
  /** Seconds since the epoch, before which the token is not valid. */
  nbf?: number | undefined
  /** The token's own name. Default: a random UUID. */
  jti?: string | undefined
  exp?: never
  iat?: never
  iss?: never
  aud?: never
  /** What is granted is said by `scopes` alone: some verifier or other would read a grant out of this claim. */
  scope?: never
  /** As `scope`. */
  scp?: never
  /** As `scope`. */
  permissions?: never
  [claim: string]: unknown
}

/**
 * Makes a signed access token (RFC 7519; RFC 9068 where `issuer` and `audience` are set).
 *
 * Besides the given claims it holds `exp`, `iat`, `jti`, the scope claim, `iss` and `aud`. It is signed, not encrypted:
 * whoever holds it can read it. It does not ask whether the user may have those scopes.
 *
 * The claims `scope`, `scp` and `permissions` are refused whatever the config's `scopeClaim` is, and so is that claim: a
 * verifier that reads scopes there would find some that nobody has granted.
 *
 * `options.expiresIn`: seconds, instead of the config's.
 *
 * @throws {TypeError} a claim that is ours to write or that verifiers read scopes from, a scope that is not declared, an
 * option that is no value of its kind
 * @example
 * const scopes = grantScopes(form.scopes, ['me', 'items'])
 * const token = await createAccessToken(auth, { sub: user.username, scopes })
 */
export async function createAccessToken<S extends string = never>(
  auth: TokenIssuer<S>,
  claims: NewClaims<S>,
  options: { readonly expiresIn?: number | undefined } = {},
): Promise<string> {
  assertTerms(auth)
  assertSigningKey(auth.key)
  const { sub, scopes = [], jti = crypto.randomUUID(), nbf, ...custom } = claims
  if (typeof sub !== 'string' || sub === '') throw new TypeError('"sub" must be a non-empty string')
  if (typeof jti !== 'string' || jti === '') throw new TypeError('"jti" must be a non-empty string')
  if (nbf !== undefined && !Number.isFinite(nbf))
    throw new TypeError('"nbf" must be a number of seconds since the epoch')
  assertCustom(custom, writtenScopeClaim(auth.scopeClaim))
  assertDeclared(auth, scopes)

  const iat = Math.floor(currentTime(auth))
  return signCompactJws(auth.key, followsRfc9068(auth) ? 'at+jwt' : 'JWT', {
    ...custom,
    sub,
    ...writeScopeClaim(scopes, auth.scopeClaim),
    exp: iat + lifetime(auth, options.expiresIn),
    iat,
    nbf,
    jti,
    iss: auth.issuer,
    aud: auth.audience,
  })
}

function assertCustom(claims: Readonly<Record<string, unknown>>, scopeClaim: string): void {
  const given = (name: string): boolean => claims[name] !== undefined
  const ours = ['exp', 'iat', 'iss', 'aud'].find(given)
  if (ours !== undefined) throw new TypeError(`"${ours}" is a claim that createAccessToken writes itself`)
  const granting = [...SCOPE_CLAIMS, scopeClaim].find(given)
  if (granting !== undefined) {
    throw new TypeError(`"${granting}" is a claim that verifiers read scopes from: grant them by "scopes"`)
  }
}

function assertDeclared(auth: TokenIssuer, scopes: readonly string[]): void {
  if (!isStrings(scopes)) throw new TypeError('"scopes" must be an array of scopes')
  for (const scope of scopes) {
    assertScope(scope)
    if (auth.scopes !== undefined && !Object.hasOwn(auth.scopes, scope)) {
      throw new TypeError(`the scope ${JSON.stringify(scope)} is not declared in "scopes"`)
    }
  }
}
