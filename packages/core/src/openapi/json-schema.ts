import type { StandardJSONSchemaV1 } from '@standard-schema/spec'
import { isObject } from '../wire/is-object.js'
import { isComponentName } from './component-name.js'

/** A JSON Schema, or a Standard Schema that can give one. */
export type SchemaSource = StandardJSONSchemaV1 | Readonly<Record<string, unknown>>

type JsonSchema = Readonly<Record<string, unknown>>

/** OpenAPI 3.1's own dialect. */
const TARGET = { target: 'draft-2020-12' }
const DEFINITION = /^#\/(\$defs|definitions)\/([^/]+)(.*)$/

/**
 * The schemas of one document.
 *
 * A schema with a title becomes a component of that name; so does one that refers to parts of itself, for its
 * references have to lead somewhere within the document. All others stand where they are used. Equal ones share a
 * component; a name that another one has is numbered.
 */
export class Schemas {
  readonly #components: Map<string, JsonSchema>
  readonly #names: Map<string, string>

  /** `known` are those that the document has already, under names that they keep. */
  constructor(known: Readonly<Record<string, object>> = {}) {
    this.#components = new Map(Object.entries(known)) as Map<string, JsonSchema>
    this.#names = new Map(Object.entries(known).map(([name, schema]) => [JSON.stringify(schema), name]))
  }

  /** What stands for the schema in the document: itself, or a reference. `name` is for one that has none. */
  use(source: SchemaSource, direction: 'input' | 'output', name: string): JsonSchema {
    const { $schema: _, ...schema } = jsonSchemaOf(source, direction)
    const text = JSON.stringify(schema)
    const { title } = schema
    if (typeof title !== 'string' && !text.includes('"$ref":"#')) return schema
    const known = this.#names.get(text)
    if (known !== undefined) return reference(known)
    const isFree = typeof title === 'string' && isComponentName(title) && !this.#components.has(title)
    const own = this.#take(isFree ? title : name)
    this.#names.set(text, own)
    this.#add(own, schema)
    return reference(own)
  }

  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries(this.#components)
  }

  /** A name that no other component has nor will have. */
  #take(wanted: string): string {
    let name = wanted
    for (let count = 2; this.#components.has(name); count += 1) name = `${wanted}_${count}`
    this.#components.set(name, {})
    return name
  }

  #add(own: string, { $defs, definitions, ...root }: JsonSchema): void {
    const parts = Object.entries({ $defs, definitions }).flatMap(([place, some]) =>
      Object.entries(isObject(some) ? some : {}).map(([key, definition]) => {
        const name = this.#take(`${own}.${key.replace(/[^\w.-]/g, '_')}`)
        return { place: `${place}/${key}`, name, definition }
      }),
    )
    const names = new Map(parts.map(({ place, name }) => [place, name]))
    const redirect = (member: unknown): JsonSchema => redirected(member, own, names) as JsonSchema
    this.#components.set(own, redirect(root))
    for (const { name, definition } of parts) this.#components.set(name, redirect(definition))
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

/** Where in a schema a definition stands, and the name of its component. */
type PartNames = ReadonlyMap<string, string>

/** A copy in which references within the schema lead to its components. */
function redirected(value: unknown, name: string, parts: PartNames): unknown {
  if (Array.isArray(value)) return value.map((item) => redirected(item, name, parts))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? target(member, name, parts) : redirected(member, name, parts),
    ]),
  )
}

function target(ref: string, name: string, parts: PartNames): string {
  const [, place, key = '', rest = ''] = DEFINITION.exec(ref) ?? []
  const part = parts.get(`${place}/${unescaped(key)}`)
  if (part !== undefined) return `${pointer(part)}${rest}`
  return ref === '#' || ref.startsWith('#/') ? `${pointer(name)}${ref.slice(1)}` : ref
}

/** RFC 6901 §6: a key in a pointer in a fragment. */
function unescaped(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}

function pointer(name: string): string {
  return `#/components/schemas/${name}`
}

function reference(name: string): JsonSchema {
  return { $ref: pointer(name) }
}
