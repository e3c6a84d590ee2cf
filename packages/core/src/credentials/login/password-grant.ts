import type { Awaitable } from '../../wire/awaitable.js'
import { TokenRequestError } from '../../wire/errors.js'
import type { RequestLike } from '../../wire/request.js'
import { formatScope, isScope } from '../../wire/scope.js'
import { impliedScopes } from '../../wire/scope-rules.js'
import type { Abortable } from '../abortable.js'
import { authenticateUser, type PasswordUsers } from './authenticate-user.js'
import { assertSigningKey } from '../keys/key.js'
import { writtenScopeClaim } from '../scope-claim.js'
import { createAccessToken, type TokenIssuer } from '../tokens/create-access-token.js'
import { grantScopes } from '../tokens/grant-scopes.js'
import { readPasswordForm, type PasswordForm } from './password-form.js'
import { assertTerms, lifetime } from '../token-terms.js'

/** The part of a config that `passwordGrant` reads. */
export interface PasswordIssuer<U, S extends string = string> extends PasswordUsers<U>, TokenIssuer<S> {
  /** The scopes that a user may be granted, with what they imply: where roles become scopes. Default: none. */
  readonly scopesFor?: ((user: U) => Awaitable<readonly NoInfer<S>[]>) | undefined
  /** What tokens call the user. Default: the username that was typed. */
  readonly subject?: ((user: U) => Awaitable<string>) | undefined
}

/**
 * Judges a config before the first login.
 *
 * @throws {TypeError} one that could not answer any: without a key that signs or `findUser`, with an option that is no
 * value of its kind, or a `scopeClaim` that is for reading only
 */
export function assertPasswordIssuer<U, S extends string>(auth: PasswordIssuer<U, S>): void {
  assertSigningKey(auth?.key)
  if (typeof auth.findUser !== 'function') throw new TypeError('"findUser" must be a function')
  assertTerms(auth)
  writtenScopeClaim(auth.scopeClaim)
  lifetime(auth)
}

/** RFC 6749 §5.1, in the words of the wire. */
export interface TokenResponse {
  access_token: string
  token_type: 'bearer'
  /** Seconds. */
  expires_in: number
  /** What was granted, which may be less than was asked for. */
  scope: string
}

/**
 * Answers a token request with a password (RFC 6749 §4.3): form, user, scopes, token.
 *
 * Granted is what was requested and what `scopesFor` allows the user. It does not authenticate the client, nor limit
 * how often a login is tried.
 *
 * @throws {TokenRequestError} `invalid_request`, `unsupported_grant_type`, `invalid_scope`, `invalid_grant`
 * @throws {TypeError} no key that signs, no `findUser`, `scopesFor` allows a scope that is not declared, an option is no value of its kind, or the body has
 * been consumed
 * @throws {UnavailableError} `busy`: too many are waiting to be hashed, or this one waited too long; an answer of 503
 * @throws the signal's reason, when it is aborted while the form arrives or the login waits to be hashed
 * @example
 * app.post('/token', async (c) => c.json(await passwordGrant(auth, c.req.raw), 200, { 'cache-control': 'no-store' }))
 */
export async function passwordGrant<U, S extends string = never>(
  auth: PasswordIssuer<U, S>,
  request: RequestLike,
  options?: Abortable,
): Promise<TokenResponse> {
  assertPasswordIssuer(auth)
  const { username, password, scopes: requested } = await readForm(request, options)
  if (!requested.every(isScope)) throw new TokenRequestError('invalid_scope', 'The requested scope is malformed')
  const user = await authenticateUser(auth, username, password, options)
  if (user === null) throw new TokenRequestError('invalid_grant', 'Incorrect username or password')
  const scopes = grantScopes(requested, allowedScopes(auth, (await auth.scopesFor?.(user)) ?? []))
  const sub = (await auth.subject?.(user)) ?? username
  return {
    access_token: await createAccessToken<S>(auth, { sub, scopes }),
    token_type: 'bearer',
    expires_in: lifetime(auth),
    scope: formatScope(scopes),
  }
}

/** A form that breaks off because its sender has gone is nobody's mistake. */
async function readForm(request: RequestLike, { signal }: Abortable = {}): Promise<PasswordForm> {
  try {
    return await readPasswordForm(request)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Who may have a broad scope may ask for a narrower one. Undeclared ones are left, to be refused with their names. */
function allowedScopes<S extends string>({ scopes }: TokenIssuer<S>, allowed: readonly S[]): readonly S[] {
  return scopes === undefined ? allowed : [...allowed, ...impliedScopes(scopes, allowed)]
}
