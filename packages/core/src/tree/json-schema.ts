import type { StandardJSONSchemaV1 } from '@standard-schema/spec'

/** A JSON Schema, or a Standard Schema that can give one. */
export type SchemaSource = StandardJSONSchemaV1 | Readonly<Record<string, unknown>>
