import { open } from '@scopetree/core/adapter'
import {
  anyOf,
  authentication,
  depends,
  InvalidTokenError,
  isAuthError,
  optional,
  scheme,
  security,
  type AnyDependency,
  type Dependency,
  type SecurityScheme,
} from '@scopetree/core/tree'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NaiveResolver, type Outcome } from './naive-resolver.js'
import { randomTree, type Need, type Part, type RandomTree, type Scope } from './random-tree.js'
import { request } from './requests.js'

type Scoped = Dependency<unknown, Scope>

/** The same tree, built of the real functions, and what happens while it is resolved. */
class RealTree {
  readonly calls: string[] = []
  readonly deferred: number[] = []
  readonly cleaned: number[] = []
  readonly #built: AnyDependency[] = []

  constructor({ parts }: RandomTree) {
    for (const [index, part] of parts.entries()) this.#built.push(this.#build(part, index))
  }

  need({ of, demands }: Need): AnyDependency {
    const dependency = this.#built[of]
    if (dependency === undefined) throw new RangeError(`no part ${of}`)
    // Which scopes fit is known to the tree at run time only.
    return demands.length === 0 ? dependency : security(dependency as Scoped, ...demands)
  }

  #build(part: Part, index: number): AnyDependency {
    switch (part.kind) {
      case 'scheme':
        return this.#scheme(part, index)
      case 'function':
        return this.#function(part, index)
      case 'anyOf': {
        const [one, two, ...others] = part.needs.map((need) => this.need(need))
        if (one === undefined || two === undefined) throw new RangeError('too few')
        return anyOf(one, two, ...others)
      }
      case 'optional':
        return optional(this.#only(part.needs))
      case 'authentication':
        return authentication(this.#only(part.needs) as SecurityScheme<unknown>)
    }
  }

  #scheme(part: Part & { kind: 'scheme' }, index: number): AnyDependency {
    const scopes = Object.fromEntries(part.knows.map((scope) => [scope, '']))
    const extract = (): true | undefined => {
      if (part.request === 'unreadable') throw new InvalidTokenError('malformed')
      return part.request === 'nothing' ? undefined : true
    }
    return scheme({ name: `S${index}`, challenge: `S${index}`, definition: {}, scopes, extract }, (_, { defer }) => {
      this.calls.push(`verify ${index}`)
      if (part.defers) this.#defer(defer, index)
      return this.#settle(part.slow, () => {
        if (part.request === 'dead') throw new Error(`${index} is dead`)
        return part.request === 'bad' ? null : { user: `user ${index}`, scopes: part.grants }
      })
    })
  }

  #function(part: Part & { kind: 'function' }, index: number): AnyDependency {
    const needs = Object.fromEntries(part.needs.map((need, input) => [`input ${input}`, this.need(need)]))
    return depends(needs, (values, { requiredScopes, defer }) => {
      this.calls.push(`call ${index} ${requiredScopes.join()}`)
      if (part.defers) this.#defer(defer, index)
      return this.#settle(part.slow, () => {
        if (part.does === 'throw') throw new Error(`${index} threw`)
        if (part.does === 'deny') throw new InvalidTokenError('revoked')
        return { index, seen: requiredScopes, inputs: Object.values(values) }
      })
    })
  }

  #only(needs: readonly Need[]): AnyDependency {
    const [need] = needs
    if (need === undefined) throw new RangeError('too few')
    return this.need(need)
  }

  #defer(defer: (cleanup: () => void) => void, index: number): void {
    this.deferred.push(index)
    defer(() => void this.cleaned.push(index))
  }

  #settle<T>(slow: boolean, compute: () => T): T | Promise<T> {
    return slow ? Promise.resolve().then(compute) : compute()
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!isAuthError(error)) return { error: { code: (error as Error).message } }
  const { code, challenges, progress } = error as typeof error & { progress: 0 | 1 | 2 }
  return {
    error: {
      code,
      progress,
      challenges: challenges.map(({ scheme, scopes }) => ({ scheme, scopes: scopes as readonly Scope[] })),
    },
  }
}

/** A client is told of each challenge once. */
function seenBy(outcome: Outcome | undefined): unknown {
  if (outcome === undefined || 'value' in outcome) return outcome
  return { ...outcome.error, challenges: [...new Set(outcome.error.challenges?.map((one) => JSON.stringify(one)))] }
}

async function resolveAll(tree: RandomTree): Promise<{ real: RealTree; naive: NaiveResolver; outcomes: Outcome[][] }> {
  const real = new RealTree(tree)
  const naive = new NaiveResolver(tree)
  const sent = request()
  // The request is over when this one is closed.
  const outer = await open(depends({}), sent)
  const outcomes: Outcome[][] = []
  for (const guard of tree.guards) {
    outcomes.push([
      await (async () => open(real.need(guard), sent))().then(
        ({ value, close }) => close().then(() => ({ value })),
        (error: unknown) => outcomeOf(error),
      ),
      naive.guard(guard),
    ])
  }
  expect(real.cleaned).toEqual([])
  await outer.close()
  return { real, naive, outcomes }
}

const ascending = (one: number, other: number): number => one - other

function atOnce(tree: RandomTree): RandomTree {
  return { ...tree, parts: tree.parts.map((part) => ('slow' in part ? { ...part, slow: false } : part)) }
}

describe('the compiled plan agrees with a naive resolver on random trees', () => {
  const runs = { numRuns: 300 }

  it('in values, errors, challenges, scopes seen, and the order of calls and cleanups, where nothing is awaited', async () => {
    await fc.assert(
      fc.asyncProperty(randomTree.map(atOnce), async (tree) => {
        const { real, naive, outcomes } = await resolveAll(tree)
        for (const [is, expected] of outcomes) expect(seenBy(is)).toEqual(seenBy(expected))
        expect(real.calls).toEqual(naive.calls)
        expect(real.cleaned).toEqual(naive.deferred.toReversed())
      }),
      runs,
    )
  })

  it('in all but the order, where some of it is awaited', async () => {
    await fc.assert(
      fc.asyncProperty(randomTree, async (tree) => {
        const { real, naive, outcomes } = await resolveAll(tree)
        for (const [is, expected] of outcomes) expect(seenBy(is)).toEqual(seenBy(expected))
        expect(real.calls.toSorted()).toEqual(naive.calls.toSorted())
        expect(real.deferred.toSorted(ascending)).toEqual(naive.deferred.toSorted(ascending))
        expect(real.cleaned).toEqual(real.deferred.toReversed())
      }),
      runs,
    )
  })
})
