/** OpenAPI's Security Requirement Object: schemes that are needed together, each with the scopes it must have granted. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** Ways to authenticate, of which any one will do. */
export type Alternatives = readonly SecurityRequirement[]

/** A list of more is of use to nobody, and would double with every further choice. */
const LIMIT = 32

/** Any one of these. */
export function either(choices: readonly Alternatives[]): Alternatives {
  return limited(unique(choices.flat()))
}

/**
 * One of each of these, as OpenAPI has to write it: every combination.
 *
 * A combination that demands all that another does, and more, says nothing and is left out; but for what is optional,
 * where both say something.
 */
export function together(factors: readonly Alternatives[]): Alternatives {
  const isOptional = (alternatives: Alternatives): boolean => alternatives.some(isEmpty)
  const [first = [{}], ...others] = factors.filter((factor) => !isOptional(factor))
  const demanded = others.reduce((one, other) => limited(smallest(combine(one, other))), first)
  return factors.filter(isOptional).reduce((one, other) => limited(combine(one, other)), demanded)
}

function combine(some: Alternatives, others: Alternatives): Alternatives {
  return unique(some.flatMap((one) => others.map((other) => merge(one, other))))
}

function merge(one: SecurityRequirement, other: SecurityRequirement): SecurityRequirement {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries(
    [...names].map((name) => [name, [...new Set([...scopesOf(one, name), ...scopesOf(other, name)])]]),
  )
}

function scopesOf(requirement: SecurityRequirement, name: string): readonly string[] {
  return (Object.hasOwn(requirement, name) && requirement[name]) || []
}

function unique(alternatives: Alternatives): Alternatives {
  const keyOf = (requirement: SecurityRequirement): string =>
    JSON.stringify(
      Object.keys(requirement)
        .toSorted()
        .map((name) => [name, scopesOf(requirement, name).toSorted()]),
    )
  const found = new Map<string, SecurityRequirement>()
  for (const one of alternatives) if (!found.has(keyOf(one))) found.set(keyOf(one), one)
  return [...found.values()]
}

function smallest(alternatives: Alternatives): Alternatives {
  return alternatives.filter((one) => !alternatives.some((other) => other !== one && isPartOf(other, one)))
}

function isPartOf(part: SecurityRequirement, whole: SecurityRequirement): boolean {
  return Object.entries(part).every(
    ([name, scopes]) => Object.hasOwn(whole, name) && scopes.every((scope) => scopesOf(whole, name).includes(scope)),
  )
}

function isEmpty(requirement: SecurityRequirement): boolean {
  return Object.keys(requirement).length === 0
}

function limited(alternatives: Alternatives): Alternatives {
  if (alternatives.length <= LIMIT) return alternatives
  throw new TypeError(
    `OpenAPI lists every combination of schemes, and here are more than ${LIMIT}: use fewer anyOf and optional beside each other`,
  )
}
