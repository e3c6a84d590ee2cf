/** A tree of functions over one key in a header, told three times: as calls, as scopetree has it, and for a naive resolver. */
export interface Tree {
  readonly name: string
  readonly nodes: readonly TreePart[]
}

/** A function, the indices of what it needs, and the scopes that it demands of them. */
export interface TreePart {
  readonly needs: readonly number[]
  readonly scopes: readonly string[]
}

export const SCOPES = ['a', 'b', 'c', 'd', 'e'] as const

export interface User {
  readonly name: string
  readonly disabled: boolean
}

export const account = { user: { name: 'johndoe', disabled: false }, scopes: [...SCOPES] }
/** Keys: one that may do everything, and for each scope one that may do all but that. */
export const accounts = new Map([
  ['good', account],
  ...SCOPES.map((scope) => [keyWithout(scope), { ...account, scopes: SCOPES.filter((one) => one !== scope) }] as const),
])

export function keyWithout(scope: string): string {
  return `without ${scope}`
}

export const trees: readonly Tree[] = [
  { name: 'chain of five', nodes: chain(() => []) },
  {
    name: 'diamond',
    nodes: [
      { needs: [], scopes: [] },
      { needs: [0], scopes: ['a'] },
      { needs: [0], scopes: ['b'] },
      { needs: [1, 2], scopes: [] },
    ],
  },
  { name: 'chain of five, a scope at each level', nodes: chain((level) => SCOPES.slice(level - 1, level)) },
]

/** The first is the scheme; each of the others needs the one before. */
function chain(scopesAt: (level: number) => readonly string[]): readonly TreePart[] {
  return Array.from({ length: 6 }, (_, level) => ({
    needs: level === 0 ? [] : [level - 1],
    scopes: level === 0 ? [] : scopesAt(level),
  }))
}

/** What a tree is resolved for. */
export interface Request {
  readonly headers: Readonly<Record<string, string>>
}
