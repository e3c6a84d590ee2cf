export { apiKey, type ApiKeyOptions } from '../tree/api-key.js'
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
} from '../tree/bearer-schemes.js'
export { anyOf, optional } from '../tree/choices.js'
export { isDependency } from '../tree/create-dependency.js'
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
} from '../tree/dependency.js'
export { depends } from '../tree/depends.js'
export { explain } from '../tree/explain.js'
export { httpBasic, type BasicCredentials, type HttpBasicOptions } from '../tree/http-basic.js'
export { toMermaid } from '../tree/mermaid.js'
export { run, type RunOptions } from '../tree/run.js'
export { authentication, scheme, type CustomScheme, type SchemeOptions, type Verifier } from '../tree/scheme.js'
export { security } from '../tree/security.js'
export type { SessionOptions } from '../tree/session.js'
export { treeOf, type Names, type TreeNode } from '../tree/tree-of.js'
export { AuthError, isAuthError } from '../wire/auth-error.js'
export { readAuthorization, readBearer } from '../wire/authorization.js'
export type { Challenge } from '../wire/challenge.js'
export { HttpError, isHttpError } from '../wire/http-error.js'
export {
  InsufficientScopeError,
  InvalidTokenError,
  UnauthenticatedError,
  UnavailableError,
  type InvalidTokenReason,
} from '../wire/errors.js'
export { noStore } from '../wire/no-store.js'
export { errorResponse, fastapi, renderError, rfc6750, type ErrorProfile } from '../wire/profiles.js'
export type { ParamReader, RequestLike, RequestView } from '../wire/request.js'
export type { RenderedResponse } from '../wire/response-error.js'
export { defineScopes, impliedScopes, type BroadScope, type Scopes } from '../wire/scope-rules.js'
