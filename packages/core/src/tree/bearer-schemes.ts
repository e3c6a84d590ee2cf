import { readBearer } from '../wire/authorization.js'
import type { RequestView } from '../wire/request.js'
import { describeScopes } from '../wire/scope-rules.js'
import type { SecurityScheme } from './dependency.js'
import { scheme, type SchemeOptions, type Verifier } from './scheme.js'

/** What every scheme that reads a bearer token can be told. */
export interface BearerOptions<S extends string = never> extends SchemeOptions<S> {
  /** Shown in challenges. */
  readonly realm?: string | undefined
}

/** Options of `oauth2PasswordBearer`. */
export interface OAuth2PasswordOptions<S extends string = never> extends BearerOptions<S> {
  readonly tokenUrl: string
  /** Where a client exchanges its refresh token (RFC 6749 §6), if not at `tokenUrl`; shown to clients and no more. */
  readonly refreshUrl?: string | undefined
}

/**
 * A bearer token that was got with a username and a password (RFC 6749 §4.3, RFC 6750; FastAPI's `OAuth2PasswordBearer`).
 *
 * `verify` gets the token as it came, `''` where the request says `Bearer` and no more. OAuth 2.1 drops this grant for
 * clients of third parties; it is meant for an application's own.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 * @example
 * const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) => getCurrentUser(auth, token))
 */
export function oauth2PasswordBearer<U, S extends string = never, C = unknown>(
  options: OAuth2PasswordOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { tokenUrl, refreshUrl } = options
  return oauth2('OAuth2PasswordBearer', 'password', { tokenUrl, refreshUrl }, options, verify)
}

/** Options of `oauth2AuthorizationCode`. */
export interface OAuth2AuthorizationCodeOptions<S extends string = never> extends BearerOptions<S> {
  readonly authorizationUrl: string
  readonly tokenUrl: string
  /** Where a client exchanges its refresh token (RFC 6749 §6), if not at `tokenUrl`; shown to clients and no more. */
  readonly refreshUrl?: string | undefined
}

/**
 * A bearer token that was got with an authorization code (RFC 6749 §4.1; FastAPI's `OAuth2AuthorizationCodeBearer`).
 *
 * `verify` gets the token as it came, `''` where the request says `Bearer` and no more.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 */
export function oauth2AuthorizationCode<U, S extends string = never, C = unknown>(
  options: OAuth2AuthorizationCodeOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { authorizationUrl, tokenUrl, refreshUrl } = options
  const urls = { authorizationUrl, tokenUrl, refreshUrl }
  return oauth2('OAuth2AuthorizationCodeBearer', 'authorizationCode', urls, options, verify)
}

/**
 * A bearer token that a service got for itself (RFC 6749 §4.4).
 *
 * `verify` gets the token as it came, `''` where the request says `Bearer` and no more.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 */
export function oauth2ClientCredentials<U, S extends string = never, C = unknown>(
  options: OAuth2PasswordOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { tokenUrl, refreshUrl } = options
  return oauth2('OAuth2ClientCredentials', 'clientCredentials', { tokenUrl, refreshUrl }, options, verify)
}

/** Where a client gets a token, by the names that OpenAPI gives them. */
type Urls = Readonly<Record<string, string | undefined>>

function oauth2<U, S extends string, C>(
  name: string,
  flow: 'password' | 'authorizationCode' | 'clientCredentials',
  urls: Urls,
  options: BearerOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const definition = { type: 'oauth2', flows: { [flow]: { scopes: describeScopes(options.scopes), ...given(urls) } } }
  return bearer(name, definition, options, readBearer, verify)
}

/** Options of `openIdConnect`. */
export interface OpenIdConnectOptions<S extends string = never> extends BearerOptions<S> {
  /** Where the provider publishes its configuration. Only shown to clients; nothing is fetched from it. */
  readonly openIdConnectUrl: string
}

/**
 * A bearer token of an OpenID Connect provider (FastAPI's `OpenIdConnect`). An empty one is none.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 */
export function openIdConnect<U, S extends string = never, C = unknown>(
  options: OpenIdConnectOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { openIdConnectUrl } = options
  return bearer('OpenIdConnect', { type: 'openIdConnect', openIdConnectUrl }, options, readToken, verify)
}

/** Options of `httpBearer`. */
export interface HttpBearerOptions<S extends string = never> extends BearerOptions<S> {
  /** A hint for the reader of the OpenAPI document: `JWT`. */
  readonly bearerFormat?: string | undefined
}

/**
 * A bearer token, wherever it is from (RFC 6750; FastAPI's `HTTPBearer`). An empty one is none.
 *
 * @throws {TypeError} a scope or `realm` that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 */
export function httpBearer<U, S extends string = never, C = unknown>(
  options: HttpBearerOptions<S>,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { bearerFormat } = options
  return bearer(
    'HTTPBearer',
    { type: 'http', scheme: 'bearer', ...given({ bearerFormat }) },
    options,
    readToken,
    verify,
  )
}

function bearer<U, S extends string, C>(
  name: string,
  definition: Readonly<Record<string, unknown>>,
  options: BearerOptions<S>,
  extract: (request: RequestView) => string | undefined,
  verify: Verifier<string, U, C>,
): SecurityScheme<U, S, C> {
  const { realm, description, scopes } = options
  const challenge = { scheme: 'Bearer', params: given({ realm }) }
  return scheme({ name: options.name ?? name, description, scopes, definition, challenge, extract }, verify)
}

/** A verifier that compares it with a secret that is not set must not find `''` to be the same. */
function readToken(request: RequestView): string | undefined {
  return readBearer(request) || undefined
}

/** The options that were given: `undefined` has no place in a header or a document. */
function given(options: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}
