import type { StandardJSONSchemaV1 } from '@standard-schema/spec'
import { isObject } from '../wire/is-object.js'
import { isComponentName } from './component-name.js'

/** A JSON Schema, or a Standard Schema that can give one. */
export type SchemaSource = StandardJSONSchemaV1 | Readonly<Record<string, unknown>>

type JsonSchema = Readonly<Record<string, unknown>>

/** OpenAPI 3.1's own dialect. */
const TARGET = { target: 'draft-2020-12' }
const DEFINITION = /^#\/(?:\$defs|definitions)\/([^/]+)(.*)$/

/**
 * The schemas of one document.
 *
 * A schema with a title becomes a component of that name; so does one that refers to parts of itself, for its
 * references have to lead somewhere within the document. All others stand where they are used.
 */
export class Schemas {
  readonly #components = new Map<string, JsonSchema>()
  readonly #names = new Map<string, string>()

  /** What stands for the schema in the document: itself, or a reference. `name` is for one that has none. */
  use(source: SchemaSource, direction: 'input' | 'output', name: string): JsonSchema {
    const { $schema: _, ...schema } = jsonSchemaOf(source, direction)
    const text = JSON.stringify(schema)
    const known = this.#names.get(text)
    if (known !== undefined) return reference(known)
    const { title } = schema
    if (typeof title !== 'string' && !text.includes('"$ref":"#')) return schema
    const own = typeof title === 'string' && isComponentName(title) && !this.#components.has(title) ? title : name
    this.#names.set(text, own)
    this.#add(own, schema)
    return reference(own)
  }

  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries(this.#components)
  }

  #add(name: string, schema: JsonSchema): void {
    const { $defs, definitions, ...root } = schema
    const redirect = (member: unknown): unknown => redirected(member, name)
    this.#components.set(name, redirect(root) as JsonSchema)
    const parts = [$defs, definitions].filter(isObject).flatMap((some) => Object.entries(some))
    for (const [key, definition] of parts) {
      this.#components.set(partName(name, key), redirect(definition) as JsonSchema)
    }
  }
}

/** @throws {TypeError} a Standard Schema that can only validate */
function jsonSchemaOf(source: SchemaSource, direction: 'input' | 'output'): JsonSchema {
  if (!('~standard' in source)) return source
  const { vendor, jsonSchema } = source['~standard'] as Partial<StandardJSONSchemaV1.Props>
  if (jsonSchema === undefined) {
    throw new TypeError(
      `a schema of ${vendor} gives no JSON Schema by itself: pass what its converter makes, for valibot toStandardJsonSchema(…) of @valibot/to-json-schema`,
    )
  }
  return jsonSchema[direction](TARGET)
}

/** A copy in which references within the schema lead to its components. */
function redirected(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => redirected(item, name))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? target(member, name) : redirected(member, name),
    ]),
  )
}

function target(ref: string, name: string): string {
  const [, key, rest = ''] = DEFINITION.exec(ref) ?? []
  if (key !== undefined) return `${pointer(partName(name, unescaped(key)))}${rest}`
  return ref === '#' || ref.startsWith('#/') ? `${pointer(name)}${ref.slice(1)}` : ref
}

/** RFC 6901 §6: a key in a pointer in a fragment. */
function unescaped(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}

function partName(name: string, key: string): string {
  return `${name}.${key.replace(/[^\w.-]/g, '_')}`
}

function pointer(name: string): string {
  return `#/components/schemas/${name}`
}

function reference(name: string): JsonSchema {
  return { $ref: pointer(name) }
}
