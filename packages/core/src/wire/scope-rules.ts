/** A scope that includes others: whoever was granted it may do what they allow. */
export interface BroadScope<S extends string = string> {
  readonly description: string
  readonly implies: readonly S[]
}

/**
 * Every scope there is, with a description for the documentation.
 *
 * A scope may say which others it implies. One that ends in `*` after `:`, `.`, `/` or nothing implies every declared
 * scope that begins like it: `items:*` implies `items:read`.
 */
export type Scopes<S extends string = string> = {
  readonly [scope in S]: string | BroadScope<NoInfer<S>>
}

/**
 * Declared scopes as they are, with their types and judged at once: for a declaration that stands by itself.
 *
 * @throws {TypeError} a scope implies one that is not declared, or, around however many corners, itself
 * @example
 * const scopes = defineScopes({ 'items:read': 'Read items.', admin: { description: 'All.', implies: ['items:read'] } })
 */
export function defineScopes<S extends string>(scopes: Scopes<S>): Scopes<S> {
  scopeRules(scopes)
  return scopes
}

/** For each declared scope, those that grant it: itself and every broader one. */
export type ScopeRules = ReadonlyMap<string, readonly string[]>

const WILDCARD = /(?:^|[:./])\*$/
const resolved = new WeakMap<Scopes, ScopeRules>()

/**
 * The rules among declared scopes, worked out once for each declaration.
 *
 * @throws {TypeError} a scope implies one that is not declared, or, around however many corners, itself
 */
export function scopeRules(scopes: Scopes | undefined): ScopeRules {
  if (scopes === undefined) return new Map()
  const known = resolved.get(scopes)
  if (known !== undefined) return known
  const names = Object.keys(scopes)
  const implied = closure(new Map(Object.entries(scopes).map(([name, scope]) => [name, directly(name, scope, names)])))
  const rules = new Map(
    names.map((name) => [name, names.filter((other) => other === name || implied.get(other)?.has(name))]),
  )
  resolved.set(scopes, rules)
  return rules
}

function directly(name: string, declared: string | BroadScope, names: readonly string[]): readonly string[] {
  const explicit = typeof declared === 'string' ? [] : declared?.implies
  if (!Array.isArray(explicit)) {
    throw new TypeError(`"scopes": ${JSON.stringify(name)} must be a description, or { description, implies }`)
  }
  for (const scope of explicit) {
    if (!names.includes(scope)) {
      const known = names.join(', ')
      throw new TypeError(`"scopes": ${JSON.stringify(name)} implies ${JSON.stringify(scope)}; known: ${known}`)
    }
  }
  const wild = WILDCARD.test(name) ? names.filter((other) => other !== name && other.startsWith(name.slice(0, -1))) : []
  return [...explicit, ...wild]
}

/** Everything that each scope implies, through others too. */
function closure(direct: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const closed = new Map<string, ReadonlySet<string>>()
  const close = (name: string, path: readonly string[]): ReadonlySet<string> => {
    if (path.includes(name)) throw new TypeError(`"scopes": a scope implies itself: ${[...path, name].join(' ⇒ ')}`)
    const known = closed.get(name)
    if (known !== undefined) return known
    const below = (direct.get(name) ?? []).flatMap((scope) => [scope, ...close(scope, [...path, name])])
    const implied = new Set(below)
    closed.set(name, implied)
    return implied
  }
  for (const name of direct.keys()) close(name, [])
  return closed
}

/** The demanded scopes that neither are granted themselves nor implied by one that is. */
export function missingScopes(rules: ScopeRules, granted: readonly string[], demanded: readonly string[]): string[] {
  const missing: string[] = []
  for (const scope of demanded) {
    const isGranted = granted.includes(scope) || rules.get(scope)?.some((granting) => granted.includes(granting))
    if (!isGranted) missing.push(scope)
  }
  return missing
}

/**
 * The declared scopes that a grant comes to: those granted, and all that they imply.
 *
 * The tree and `getCurrentUser` know the rules; this is for code that looks at scopes by itself.
 *
 * @throws {TypeError} the scopes are not declared well: an unknown name, or a circle
 * @example
 * const scopes = defineScopes({ 'items:read': 'Read items.', admin: { description: 'All.', implies: ['items:read'] } })
 * impliedScopes(scopes, ['admin']) // ['admin', 'items:read']
 */
export function impliedScopes<S extends string>(scopes: Scopes<S>, granted: readonly string[]): S[] {
  const rules = scopeRules(scopes)
  // The rules have the names of the scopes that they were made of.
  const names = [...rules.keys()] as S[]
  return names.filter((name) => missingScopes(rules, granted, [name]).length === 0)
}

/** Names and descriptions alone, as OpenAPI has them. */
export function describeScopes(scopes: Scopes = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(scopes).map(([name, scope]) => [name, typeof scope === 'string' ? scope : scope.description]),
  )
}
