export {
  openapi,
  type OpenApiComponents,
  type OpenApiDocument,
  type OpenApiInfo,
  type OpenApiOptions,
} from '../openapi/openapi.js'
export { securitySchemesOf, type SecuritySchemeObject, type SecuritySchemes } from '../openapi/security-schemes.js'
export { securityOf } from '../openapi/security-of.js'
export { operation, type OperationDetails } from '../openapi/operation.js'
export type { OperationObject } from '../openapi/operation-object.js'
export { passwordLogin } from '../openapi/password-login.js'
export type { SecurityRequirement } from '../openapi/security-requirement.js'
export { withSecurity, type DocumentLike, type WithSecurityOptions } from '../openapi/with-security.js'
export type { SchemaSource } from '../openapi/json-schema.js'
export type { Route } from '../openapi/route.js'
