export type { Abortable } from './credentials/abortable.js'
export type { AccessTokenClaims } from './credentials/tokens/access-token-claims.js'
export type { Account, FindUser } from './credentials/account.js'
export type { AuthEvent, LoginFailure } from './credentials/auth-event.js'
export { defineAuth, type Auth, type TokenAuth } from './credentials/login/auth.js'
export { authenticateUser, type PasswordUsers } from './credentials/login/authenticate-user.js'
export { bcrypt, type BcryptOptions } from './credentials/passwords/bcrypt.js'
export { createAccessToken, type NewClaims, type TokenIssuer } from './credentials/tokens/create-access-token.js'
export { getCurrentUser, type CurrentUser, type LoadUser, type TokenUsers } from './credentials/tokens/current-user.js'
export { grantScopes } from './credentials/tokens/grant-scopes.js'
export { argon2id, type Argon2Options } from './credentials/passwords/formats/argon2id.js'
export { bcryptSha256, type BcryptSha256Options } from './credentials/passwords/formats/bcrypt-sha256.js'
export { betterAuthScrypt } from './credentials/passwords/formats/better-auth-scrypt.js'
export { djangoArgon2 } from './credentials/passwords/formats/django-argon2.js'
export { djangoBcrypt, type DjangoBcryptOptions } from './credentials/passwords/formats/django-bcrypt.js'
export {
  djangoBcryptSha256,
  type DjangoBcryptSha256Options,
} from './credentials/passwords/formats/django-bcrypt-sha256.js'
export { djangoPbkdf2 } from './credentials/passwords/formats/django-pbkdf2.js'
export { djangoScrypt } from './credentials/passwords/formats/django-scrypt.js'
export { normalised } from './credentials/passwords/formats/normalised.js'
export { passlibPbkdf2 } from './credentials/passwords/formats/passlib-pbkdf2.js'
export { scrypt, type ScryptOptions } from './credentials/passwords/formats/scrypt.js'
export { werkzeugPbkdf2 } from './credentials/passwords/formats/werkzeug-pbkdf2.js'
export { werkzeugScrypt } from './credentials/passwords/formats/werkzeug-scrypt.js'
export { hashPassword, verifyPassword } from './credentials/passwords/hash-password.js'
export { hashPool, type HashPool, type HashPoolOptions } from './credentials/passwords/hash-pool.js'
export type { Fetch } from './credentials/keys/fetch-json.js'
export { hs256, hs384, hs512 } from './credentials/keys/hs256.js'
export { issuer, type IssuerOptions } from './credentials/keys/issuer.js'
export { privateKey, publicKey, type KeyOptions, type KeyPair } from './credentials/keys/jwk-key.js'
export type { AsymmetricAlgorithm, Jwk } from './credentials/keys/jwk.js'
export { jwksEndpoint, type JwksEndpointOptions } from './credentials/keys/jwks-endpoint.js'
export { jwks, type JwkSet } from './credentials/keys/jwks.js'
export { keyRing } from './credentials/keys/key-ring.js'
export type { KeyHint, LocalKey, SigningKey, TokenOrigin, VerifyKey } from './credentials/keys/key.js'
export { readPasswordForm, type PasswordForm } from './credentials/login/password-form.js'
export { passwordGrant, type PasswordIssuer, type TokenResponse } from './credentials/login/password-grant.js'
export { passwordHashers, type PasswordHasher, type PasswordVerifier } from './credentials/passwords/password-hasher.js'
export { privateKeyFromPem, publicKeyFromPem, type PemOptions } from './credentials/keys/pem-key.js'
export { remoteJwks, type RemoteJwksOptions, type RemoteKeyOptions } from './credentials/keys/remote-jwks.js'
export type { SecretOptions } from './credentials/keys/shared-secret.js'
export type { ScopeClaim } from './credentials/scope-claim.js'
export { tokenEndpoint } from './credentials/login/token-endpoint.js'
export {
  verifyAccessToken,
  type TokenVerifier,
  type VerifiedAccessToken,
} from './credentials/tokens/verify-access-token.js'
export { apiKey, type ApiKeyOptions } from './tree/api-key.js'
export {
  httpBearer,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2PasswordBearer,
  openIdConnect,
  type BearerOptions,
  type HttpBearerOptions,
  type OAuth2AuthorizationCodeOptions,
  type OAuth2PasswordOptions,
  type OpenIdConnectOptions,
} from './tree/bearer-schemes.js'
export { assertGuarded, type AssertGuardedOptions } from './tree/assert-guarded.js'
export { anyOf, optional } from './tree/choices.js'
export { isDependency } from './tree/create-dependency.js'
export type {
  AnyDependency,
  Cleanup,
  Dependency,
  DependencyContext,
  Needs,
  ScopesOf,
  SecurityScheme,
  ValueOf,
  Verified,
  VerifierContext,
} from './tree/dependency.js'
export { depends } from './tree/depends.js'
export { explain } from './tree/explain.js'
export { httpBasic, type BasicCredentials, type HttpBasicOptions } from './tree/http-basic.js'
export { toMermaid } from './tree/mermaid.js'
export type { GuardedRoute } from './tree/guarded.js'
export {
  openapi,
  type OpenApiComponents,
  type OpenApiDocument,
  type OpenApiInfo,
  type OpenApiOptions,
} from './openapi/openapi.js'
export { securitySchemesOf, type SecuritySchemeObject, type SecuritySchemes } from './openapi/security-schemes.js'
export { securityOf } from './openapi/security-of.js'
export type { Route } from './openapi/route.js'
export { operation, type OperationDetails } from './openapi/operation.js'
export type { OperationObject } from './openapi/operation-object.js'
export { passwordLogin } from './openapi/password-login.js'
export { run, type RunOptions } from './tree/run.js'
export { authentication, scheme, type CustomScheme, type SchemeOptions, type Verifier } from './tree/scheme.js'
export { security } from './tree/security.js'
export type { SessionOptions } from './tree/session.js'
export type { SecurityRequirement } from './openapi/security-requirement.js'
export { treeOf, type Names, type TreeNode } from './tree/tree-of.js'
export type { SchemaSource } from './openapi/json-schema.js'
export { withSecurity, type DocumentLike, type WithSecurityOptions } from './openapi/with-security.js'
export { AuthError, isAuthError } from './wire/auth-error.js'
export { readAuthorization, readBearer } from './wire/authorization.js'
export type { Awaitable } from './wire/awaitable.js'
export type { Challenge, HeaderLines } from './wire/challenge.js'
export {
  InsufficientScopeError,
  InvalidTokenError,
  PasswordRefusedError,
  TokenRequestError,
  UnauthenticatedError,
  UnavailableError,
  type FormProblem,
  type InvalidTokenReason,
  type PasswordRefusedReason,
  type TokenRequestErrorCode,
  type UnavailableReason,
} from './wire/errors.js'
export { HttpError, isHttpError } from './wire/http-error.js'
export { noStore } from './wire/no-store.js'
export { errorResponse, fastapi, renderError, rfc6750, type ErrorProfile } from './wire/profiles.js'
export type { ParamReader, RequestLike, RequestView } from './wire/request.js'
export type { RenderedResponse } from './wire/response-error.js'
export { formatScope, parseScope } from './wire/scope.js'
export { defineScopes, impliedScopes, type BroadScope, type Scopes } from './wire/scope-rules.js'
