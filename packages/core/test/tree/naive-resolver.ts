import { schemesBelow, type Need, type Part, type RandomTree, type Scope } from './random-tree.js'

/** What a guard came to: a value, or what was thrown, as plain data. */
export type Outcome = { readonly value: unknown } | { readonly error: NaiveError }

export interface NaiveError {
  /** A refusal that names its challenges, or any other error by its message. */
  readonly code: string
  readonly progress?: 0 | 1 | 2
  readonly challenges?: readonly { readonly scheme: string; readonly scopes: readonly Scope[] }[]
}

interface Path {
  /** Which input was taken at each turn. */
  readonly turns: readonly number[]
  readonly edges: readonly { readonly from: number; readonly need: Need }[]
}

/**
 * The rules of the tree, told as simply as can be: every path is walked, nothing is compiled, nothing is asynchronous.
 *
 * It serves one request: what it has called and computed is remembered from guard to guard.
 */
export class NaiveResolver {
  readonly calls: string[] = []
  readonly deferred: number[] = []
  readonly #parts: readonly Part[]
  readonly #known = new Map<string, Outcome>()

  constructor({ parts }: RandomTree) {
    this.#parts = parts
  }

  /** Resolves `root` as a guard of its own, or as a branch of a choice that sees `inherited`. */
  guard(root: Need, inherited: readonly Scope[] = []): Outcome {
    const members = this.#inputsFirst(root.of)
    const results = new Map<number, Outcome>()
    for (const isTheirTurn of [isScheme, isChoice, isOther]) {
      for (const index of members) {
        const part = this.#part(index)
        if (!isTheirTurn(part)) continue
        const key = this.#key(index, root, inherited)
        results.set(index, this.#resolve(index, key, this.#seen(index, root, inherited), results))
      }
      for (const index of members) {
        const result = results.get(index)
        if (result && 'error' in result) return { error: this.#challenged(result.error, index, root, inherited) }
      }
    }
    return this.#valueOf(root.of, results)
  }

  /** What a function refuses with is told by the schemes that it builds on, if there are any. */
  #challenged(error: NaiveError, index: number, root: Need, inherited: readonly Scope[]): NaiveError {
    if (error.progress === undefined || error.challenges !== undefined) return error
    const challenges = this.#challengesBelow(index, root, inherited)
    return { ...error, challenges: challenges.length > 0 ? challenges : [{ scheme: 'Bearer', scopes: [] }] }
  }

  #challengesBelow(index: number, root: Need, inherited: readonly Scope[]): NonNullable<NaiveError['challenges']> {
    const part = this.#part(index)
    const seen = this.#seen(index, root, inherited)
    if (part.kind === 'scheme') return [{ scheme: `S${index}`, scopes: seen }]
    return part.needs.flatMap((need) =>
      isChoice(part) ? this.#challengesBelow(need.of, need, seen) : this.#challengesBelow(need.of, root, inherited),
    )
  }

  #resolve(index: number, key: string, seen: readonly Scope[], results: ReadonlyMap<number, Outcome>): Outcome {
    const part = this.#part(index)
    switch (part.kind) {
      case 'scheme':
        return this.#authenticate(index, part, seen)
      case 'anyOf':
        return this.#once(key, () => this.#firstThatAccepts(part.needs, seen))
      case 'optional':
        return this.#once(key, () => this.#valueOrNull(index, part.needs, seen))
      case 'authentication':
        return results.get(part.needs[0]?.of ?? -1) ?? { value: undefined }
      case 'function': {
        const inputs = part.needs.map((need) => this.#valueOf(need.of, results))
        const failed = inputs.find((input) => 'error' in input)
        return failed ?? this.#once(key, () => this.#call(index, part, seen, inputs))
      }
    }
  }

  #authenticate(index: number, part: Part & { kind: 'scheme' }, seen: readonly Scope[]): Outcome {
    const challenges = [{ scheme: `S${index}`, scopes: seen }]
    const verified = this.#once(`${index}`, () => {
      if (part.request === 'nothing') return { error: { code: 'unauthenticated', progress: 0 } }
      if (part.request === 'unreadable') return { error: { code: 'invalid_token', progress: 1 } }
      this.calls.push(`verify ${index}`)
      if (part.defers) this.deferred.push(index)
      if (part.request === 'bad') return { error: { code: 'invalid_token', progress: 1 } }
      if (part.request === 'dead') return { error: { code: `${index} is dead` } }
      return { value: { user: `user ${index}`, scopes: part.grants, claims: undefined } }
    })
    if ('value' in verified) {
      const lacking = seen.some((scope) => !part.grants.includes(scope))
      return lacking ? { error: { code: 'insufficient_scope', progress: 2, challenges } } : verified
    }
    return verified.error.progress === undefined ? verified : { error: { ...verified.error, challenges } }
  }

  #call(index: number, part: Part & { kind: 'function' }, seen: readonly Scope[], inputs: readonly Outcome[]): Outcome {
    this.calls.push(`call ${index} ${seen.join()}`)
    if (part.defers) this.deferred.push(index)
    if (part.does === 'throw') return { error: { code: `${index} threw` } }
    if (part.does === 'deny') return { error: { code: 'invalid_token', progress: 1 } }
    return { value: { index, seen, inputs: inputs.map((input) => 'value' in input && input.value) } }
  }

  #firstThatAccepts(needs: readonly Need[], seen: readonly Scope[]): Outcome {
    const errors: NaiveError[] = []
    for (const need of needs) {
      const outcome = this.guard(need, seen)
      if ('value' in outcome || outcome.error.progress === undefined) return outcome
      errors.push(outcome.error)
    }
    const furthest = Math.max(...errors.map(({ progress = 0 }) => progress))
    const best = errors.findIndex(({ progress }) => progress === furthest)
    const inOrder = [errors[best], ...errors.filter((_, index) => index !== best)]
    return { error: { ...errors[best], challenges: inOrder.flatMap((error) => error?.challenges ?? []) } as NaiveError }
  }

  #valueOrNull(index: number, needs: readonly Need[], seen: readonly Scope[]): Outcome {
    const outcome = needs.map((need) => this.guard(need, seen))[0] ?? { value: null }
    const isGuest = schemesBelow(this.#parts, index).every((scheme) => {
      const part = this.#part(scheme)
      return part.kind === 'scheme' && part.request === 'nothing'
    })
    return 'error' in outcome && outcome.error.progress === 0 && isGuest ? { value: null } : outcome
  }

  /** What others get of a scheme is the user. */
  #valueOf(index: number, results: ReadonlyMap<number, Outcome>): Outcome {
    const outcome = results.get(index) ?? { value: undefined }
    if (this.#part(index).kind !== 'scheme' || 'error' in outcome) return outcome
    return { value: (outcome.value as { user: unknown }).user }
  }

  /** What a result depends on: a part, the scopes it sees, and the same of all that is below it but for who is who. */
  #key(index: number, root: Need, inherited: readonly Scope[]): string {
    const part = this.#part(index)
    if (part.kind === 'scheme') return `${index}`
    const seen = this.#seen(index, root, inherited)
    const below = isChoice(part)
      ? part.needs.map((need) => this.#key(need.of, need, seen))
      : part.needs.map((need) => this.#key(need.of, root, inherited))
    return `${index} ${seen.toSorted().join()} (${below.join('; ')})`
  }

  #once(key: string, compute: () => Outcome): Outcome {
    const known = this.#known.get(key) ?? compute()
    this.#known.set(key, known)
    return known
  }

  /** The scopes that a part sees: those of its parents and of the edges to it, parents further out before others. */
  #seen(index: number, root: Need, inherited: readonly Scope[]): Scope[] {
    const part = this.#part(index)
    const demanded = this.#demanded(index, root, inherited)
    if (part.kind === 'scheme') return demanded.filter((scope) => part.knows.includes(scope))
    return schemesBelow(this.#parts, index).length === 0 ? [] : demanded
  }

  #demanded(index: number, root: Need, inherited: readonly Scope[]): Scope[] {
    if (index === root.of) return [...new Set([...inherited, ...root.demands])]
    const paths = this.#paths(root.of, index)
    const parents = [...new Set(paths.map(({ edges }) => edges.at(-1)?.from ?? -1))]
    parents.sort((one, other) => this.#compare(one, other, root.of))
    const demanded = parents.flatMap((parent) => [
      ...this.#demanded(parent, root, inherited),
      ...this.#inputs(parent).flatMap((need) => (need.of === index ? need.demands : [])),
    ])
    return [...new Set(demanded)]
  }

  /** Ancestors first; of two that are not related, the one whose last path is declared first. */
  #compare(one: number, other: number, root: number): number {
    if (this.#paths(one, other).length > 0) return -1
    if (this.#paths(other, one).length > 0) return 1
    const lastPath = (index: number): string =>
      this.#paths(root, index)
        .map(({ turns }) => turns.join(''))
        .toSorted()
        .at(-1) ?? ''
    return lastPath(one) < lastPath(other) ? -1 : 1
  }

  /** Every path from one part to another that does not lead through a choice. */
  #paths(from: number, to: number): Path[] {
    if (from === to) return [{ turns: [], edges: [] }]
    return this.#inputs(from).flatMap((need, turn) =>
      this.#paths(need.of, to).map(({ turns, edges }) => ({
        turns: [turn, ...turns],
        edges: [{ from, need }, ...edges],
      })),
    )
  }

  #inputsFirst(index: number): number[] {
    return [...new Set([...this.#inputs(index).flatMap((need) => this.#inputsFirst(need.of)), index])]
  }

  /** A choice resolves what it chooses from by itself. */
  #inputs(index: number): readonly Need[] {
    const part = this.#part(index)
    return part.kind === 'function' || part.kind === 'authentication' ? part.needs : []
  }

  #part(index: number): Part {
    const part = this.#parts[index]
    if (part === undefined) throw new RangeError(`no part ${index}`)
    return part
  }
}

const isScheme = (part: Part): boolean => part.kind === 'scheme'
const isChoice = (part: Part): boolean => part.kind === 'anyOf' || part.kind === 'optional'
const isOther = (part: Part): boolean => !isScheme(part) && !isChoice(part)
