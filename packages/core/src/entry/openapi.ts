export {
  openapi,
  type OpenApiComponents,
  type OpenApiDocument,
  type OpenApiInfo,
  type OpenApiOptions,
} from '../tree/openapi.js'
export { securitySchemesOf, type SecuritySchemeObject, type SecuritySchemes } from '../tree/openapi-schemes.js'
export { securityOf } from '../tree/openapi-security.js'
export { operation, type OperationDetails } from '../tree/operation.js'
export type { OperationObject } from '../tree/operation-object.js'
export { passwordLogin } from '../tree/password-login.js'
export type { SecurityRequirement } from '../tree/security-requirement.js'
export { withSecurity, type DocumentLike, type WithSecurityOptions } from '../tree/with-security.js'
export type { SchemaSource } from '../tree/json-schema.js'
export type { Route } from '../tree/guarded.js'
