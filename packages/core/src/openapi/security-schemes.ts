import { edgesOf } from '../tree/create-dependency.js'
import type { Needs } from '../tree/dependency.js'
import { isObject } from '../wire/is-object.js'
import { isComponentName } from './component-name.js'

/** OpenAPI's Security Scheme Object. */
export type SecuritySchemeObject = Readonly<Record<string, unknown>>

/** OpenAPI's `components.securitySchemes`. */
export type SecuritySchemes = Readonly<Record<string, SecuritySchemeObject>>

/**
 * What OpenAPI calls `components.securitySchemes`: every scheme at or below these.
 *
 * @throws {TypeError} two different schemes under one name, or a name that OpenAPI does not allow
 * @example
 * securitySchemesOf(activeUser, serviceKey)
 */
export function securitySchemesOf(...needs: readonly Needs[]): SecuritySchemes {
  const nodes = needs
    .flatMap((one) => edgesOf(one, 'securitySchemesOf()').edges)
    .flatMap(({ node }) => [...node.schemes])
  return nodes.reduce<SecuritySchemes>((known, { name, definition }) => joinSchemes(known, { [name]: definition }), {})
}

/** All of both, in which a name may mean one thing only. */
export function joinSchemes(known: SecuritySchemes, more: SecuritySchemes): SecuritySchemes {
  const schemes = new Map(Object.entries(known))
  for (const [name, definition] of Object.entries(more)) {
    if (!isComponentName(name)) {
      throw new TypeError(
        `a security scheme is named ${JSON.stringify(name)}: OpenAPI allows letters, digits, ".", "-" and "_"`,
      )
    }
    const other = schemes.get(name)
    if (other !== undefined && canonical(other) !== canonical(definition)) {
      const where = difference(other, definition).join('.')
      throw new TypeError(
        `two different security schemes are named ${name}, whose ${where} differs: give one of them another "name"`,
      )
    }
    schemes.set(name, definition)
  }
  return Object.fromEntries(schemes)
}

/** The way to the first member in which two differ. */
function difference(one: unknown, other: unknown): string[] {
  if (!isObject(one) || !isObject(other)) return []
  const names = [...Object.keys(one), ...Object.keys(other)]
  const name = names.find((member) => canonical(one[member]) !== canonical(other[member]))
  return name === undefined ? [] : [name, ...difference(one[name], other[name])]
}

/** The same text for the same data, whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
}
