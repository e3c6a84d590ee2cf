import { guarded } from '@scopetree/core/adapter'
import { assertGuarded } from '@scopetree/core/testing'
import { anyOf, depends, httpBearer, optional, security, type Dependency } from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/tree/plan.js'
import { edgeOf, type Node } from '../../src/tree/node.js'
import { answer, refusal } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken, type Scope, type User } from './users.js'

type Layers = Dependency<User, Scope>

const currentUser = usersByToken()
const pass = (dependency: Layers): Layers => depends(dependency, (user) => user)

/** The work of compiling, counted: how often the compiler looked at a node. */
function work(dependency: Dependency<unknown>): number {
  let looks = 0
  compile(edgeOf(dependency), (node: Node) => {
    looks += 1
    return node
  })
  return looks
}

describe('30 layers of diamonds, 2^30 paths', () => {
  const layer = (below: Layers): Layers =>
    depends({ left: security(pass(below), 'me'), right: pass(below) }, ({ left }) => left)
  let top: Layers = currentUser
  for (let count = 0; count < 30; count += 1) top = layer(top)

  it('compile in as much work as there are edges', () => {
    expect(work(top)).toBeLessThan(2000)
    expect(work(layer(top)) - work(top)).toBe(work(layer(layer(top))) - work(layer(top)))
  })

  it('resolve at once', async () => {
    expect(await top(bearer('ada:me'))).toEqual({ name: 'ada' })
    expect(await refusal(security(top, 'items'), bearer('ada:me'))).toMatchObject({ scopes: ['items', 'me'] })
  })
})

describe('30 layers of nested alternatives', () => {
  const layer = (below: Layers): Layers => anyOf(pass(below), pass(below))
  let top: Layers = currentUser
  for (let count = 0; count < 30; count += 1) top = layer(top)

  it('compile in as much work as there are edges', () => {
    expect(work(top)).toBeLessThan(2000)
    expect(work(layer(top)) - work(top)).toBe(work(layer(layer(top))) - work(layer(top)))
  })

  it('accept at once', async () => {
    expect(await top(bearer('ada'))).toEqual({ name: 'ada' })
  })

  it('refuse at once, with one challenge', async () => {
    expect(await answer(security(top, 'me'), request())).toMatchObject({ challenge: 'Bearer scope="me"' })
    expect(await answer(top, bearer('nobody'))).toMatchObject({ challenge: expect.stringMatching(/^Bearer [^B]*$/) })
  })
})

describe('500 guards over chains of 100', () => {
  it('compile in as much work as there are nodes', () => {
    let chain: Layers = currentUser
    for (let link = 0; link < 100; link += 1) chain = pass(chain)
    expect(work(chain)).toBeLessThan(1000)

    const begin = performance.now()
    for (let count = 0; count < 500; count += 1) guarded(security(pass(chain), 'me'), () => () => {})
    // Some 0.1 s: the bound only tells linear from quadratic.
    expect(performance.now() - begin).toBeLessThan(10_000)
  })
})

describe('a guard', () => {
  it('has one step for each part, schemes first, then choices, then functions', () => {
    const caller = anyOf(currentUser, pass(currentUser))
    const { steps, ends } = compile(edgeOf(depends({ one: pass(currentUser), caller, again: caller, currentUser })))
    expect(steps.map(({ node }) => node.kind)).toEqual(['scheme', 'anyOf', 'function', 'function'])
    expect(ends).toEqual([1, 2, 4])
  })

  it('compiles its plan once', async () => {
    let looks = 0
    const one = depends(() => 1)
    Object.defineProperty(edgeOf(one).node, 'inputs', {
      get: () => {
        looks += 1
        return []
      },
    })
    const route = depends({ one })
    guarded(route, () => () => {})
    const afterMaking = looks
    expect(afterMaking).toBeGreaterThan(0)
    await route(request())
    await route(request())
    expect(looks).toBe(afterMaking)
  })

  it('of a chain of 2,000 is compiled and resolved all the same', async () => {
    let chain: Layers = currentUser
    for (let link = 0; link < 2000; link += 1) chain = pass(chain)
    expect(await security(chain, 'me')(bearer('ada:me'))).toEqual({ name: 'ada' })
  })
})

describe('30 layers of diamonds inside optional', () => {
  let top: Dependency<unknown> = optional(currentUser)
  for (let count = 0; count < 30; count += 1) {
    const below = top
    top = depends({ left: below, right: depends(below, () => 1) }, () => 1)
  }

  it('are found to let everybody in, at once', () => {
    expect(() => assertGuarded([{ method: 'GET', path: '/', guard: top }])).toThrow(/GET \/ \(its guard demands none\)/)
  })
})

describe('alternatives that demand scopes of their own in every layer', () => {
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
  const caller = httpBearer({ scopes: Object.fromEntries(names.map((name) => [name, ''])) }, () => null)
  const layers = (count: number): Dependency<unknown, string> =>
    names
      .slice(0, count)
      .reduce<Dependency<unknown, string>>((below, name) => anyOf(security(below, name), below), caller)

  it('are laid out as long as somebody may mean them', () => {
    expect(() => guarded(layers(8), () => () => 1)).not.toThrow()
  })
  it('are refused before they fill the memory', () => {
    expect(() => guarded(layers(20), () => () => 1)).toThrow(/too many combinations of scopes/)
  })
})
