import type { ErrorProfile } from '../wire/profiles.js'
import type { Endpoint } from './endpoints.js'
import type { Schemas } from './json-schema.js'
import { responsesOf } from './responses.js'
import { joinDetails, type OperationDetails } from './operation.js'
import type { PathParameter } from './path-template.js'

/** OpenAPI's Operation Object. */
export interface OperationObject {
  readonly responses?: Readonly<Record<string, object>>
  readonly security?: readonly object[]
  readonly [member: string]: unknown
}

/** The operation of an endpoint, all but its security. */
export function operationObject(endpoint: Endpoint, schemas: Schemas, profile?: ErrorProfile): OperationObject {
  const { method, path, route } = endpoint
  const {
    body,
    response,
    status,
    errors = [],
    hidden: _,
    parameters,
    responses,
    ...details
  } = joinDetails(route.details ?? [])
  const name = `${method}${path.replace(/\W+/g, '_').replace(/_$/, '')}`
  const inPath = parametersOf(endpoint.parameters, parameters)
  return {
    ...details,
    ...(inPath.length > 0 && { parameters: inPath }),
    ...(body && { requestBody: { required: true, content: json(schemas.use(body, 'input', `${name}_body`)) } }),
    responses: {
      ...success(response && schemas.use(response, 'output', `${name}_response`), status, responses),
      ...responsesOf(errors, profile),
      ...responses,
    },
  }
}

function success(
  schema: object | undefined,
  status: number | undefined,
  responses: OperationDetails['responses'] = {},
): Record<string, object> {
  if (schema) return { [status ?? 200]: { description: 'OK', content: json(schema) } }
  const isDescribed = status === undefined && Object.keys(responses).some((known) => /^[123d]/.test(known))
  return isDescribed ? {} : { [status ?? 200]: { description: 'OK' } }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

/** Those of the path, each as `described` has it if it does, and the others that are described. */
function parametersOf(inPath: readonly PathParameter[], described: readonly object[] = []): readonly object[] {
  const isOf = (parameter: object, name: string): boolean =>
    'in' in parameter && parameter.in === 'path' && 'name' in parameter && parameter.name === name
  const missing = inPath.filter(({ name }) => !described.some((parameter) => isOf(parameter, name)))
  return [
    ...missing.map(({ name, pattern }) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', ...(pattern !== undefined && { pattern }) },
    })),
    ...described,
  ]
}
