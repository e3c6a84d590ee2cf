import * as fc from 'fast-check'

export type Scope = 'a' | 'b' | 'c'
const SCOPES: readonly Scope[] = ['a', 'b', 'c']

/** Which part a part needs, by its number, and what it demands on the way. */
export interface Need {
  readonly of: number
  readonly demands: readonly Scope[]
}

interface Behaviour {
  readonly slow: boolean
  readonly defers: boolean
}

/** One part of a random tree, as plain data: the numbers it needs are all lower than its own. */
export type Part =
  | (Behaviour & {
      readonly kind: 'scheme'
      readonly knows: readonly Scope[]
      readonly request: 'nothing' | 'unreadable' | 'bad' | 'good' | 'dead'
      readonly grants: readonly Scope[]
    })
  | (Behaviour & {
      readonly kind: 'function'
      readonly needs: readonly Need[]
      readonly does: 'return' | 'throw' | 'deny'
    })
  | { readonly kind: 'anyOf' | 'optional' | 'authentication'; readonly needs: readonly Need[] }

export interface RandomTree {
  readonly parts: readonly Part[]
  /** The guards that run for one request, one after the other. */
  readonly guards: readonly Need[]
}

const someScopes = fc.subarray([...SCOPES]).chain((scopes) => fc.shuffledSubarray(scopes, { minLength: scopes.length }))
const behaviour = { slow: fc.boolean(), defers: fc.boolean() }
const rawNeed = fc.record({ of: fc.nat(100), demands: someScopes })

const rawScheme = fc.record({
  ...behaviour,
  kind: fc.constant('scheme' as const),
  knows: someScopes,
  request: fc.oneof(
    { weight: 4, arbitrary: fc.constant('good' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('nothing' as const, 'unreadable' as const, 'bad' as const, 'dead' as const),
    },
  ),
  grants: someScopes,
})
const rawFunction = fc.record({
  ...behaviour,
  kind: fc.constant('function' as const),
  needs: fc.array(rawNeed, { maxLength: 3 }),
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constant('return' as const) },
    { weight: 1, arbitrary: fc.constantFrom('throw' as const, 'deny' as const) },
  ),
})
const rawChoice = fc.oneof(
  fc.record({ kind: fc.constant('anyOf' as const), needs: fc.array(rawNeed, { minLength: 2, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('optional' as const), needs: fc.tuple(rawNeed) }),
  fc.record({ kind: fc.constant('authentication' as const), needs: fc.tuple(rawNeed) }),
)

/** Trees of up to a dozen parts, shared in every way that can be built. */
export const randomTree: fc.Arbitrary<RandomTree> = fc
  .record({
    first: rawScheme,
    others: fc.array(
      fc.oneof(
        { weight: 2, arbitrary: rawScheme },
        { weight: 5, arbitrary: rawFunction },
        { weight: 3, arbitrary: rawChoice },
      ),
      { maxLength: 11 },
    ),
    guards: fc.array(rawNeed, { minLength: 1, maxLength: 3 }),
  })
  .map(({ first, others, guards }) => {
    const parts: Part[] = []
    for (const raw of [first, ...others]) {
      parts.push('needs' in raw ? { ...raw, needs: raw.needs.map((need) => possible(parts, need, raw.kind)) } : raw)
    }
    return { parts, guards: guards.map((guard) => possible(parts, guard, 'function')) }
  })

/** The need of something that is there already and fits, with such scopes only as may be demanded of it. */
function possible(parts: readonly Part[], { of, demands }: Need, needer: Part['kind']): Need {
  const candidates = parts.flatMap((part, index) => (fits(parts, part, index, needer) ? [index] : []))
  const chosen = candidates[of % candidates.length] ?? 0
  const known = knownScopes(parts, chosen)
  // An authentication is made of the scheme itself.
  return { of: chosen, demands: needer === 'authentication' ? [] : demands.filter((scope) => known.includes(scope)) }
}

function fits(parts: readonly Part[], part: Part, index: number, needer: Part['kind']): boolean {
  if (needer === 'function') return true
  if (needer === 'anyOf') return demandsCredentials(parts, index)
  return needer === 'authentication' ? part.kind === 'scheme' : schemesBelow(parts, index).length > 0
}

function demandsCredentials(parts: readonly Part[], index: number): boolean {
  const part = parts[index]
  if (part === undefined || part.kind === 'scheme') return true
  const below = part.needs.map((need) => demandsCredentials(parts, need.of))
  return part.kind === 'anyOf' ? below.every(Boolean) : part.kind !== 'optional' && below.some(Boolean)
}

/** The schemes at or below a part. */
export function schemesBelow(parts: readonly Part[], index: number): number[] {
  const part = parts[index]
  if (part === undefined || part.kind === 'scheme') return [index]
  return part.needs.flatMap((need) => schemesBelow(parts, need.of))
}

function knownScopes(parts: readonly Part[], index: number): readonly Scope[] {
  const part = parts[index]
  if (part === undefined || part.kind === 'optional') return []
  if (part.kind === 'scheme') return part.knows
  const below = part.needs.map((need) => knownScopes(parts, need.of))
  return SCOPES.filter((scope) =>
    part.kind === 'anyOf'
      ? below.every((known) => known.includes(scope))
      : below.some((known) => known.includes(scope)),
  )
}
