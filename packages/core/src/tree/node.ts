import type { Awaitable } from '../wire/awaitable.js'
import type { Challenge } from '../wire/challenge.js'
import type { RequestView } from '../wire/request.js'
import type { ScopeRules } from '../wire/scope-rules.js'
import { EDGE, type AnyDependency, type DependencyContext, type Verified, type VerifierContext } from './dependency.js'

/** A place in a tree: a node, and the scopes that are demanded on the way to it. */
export interface Edge {
  readonly node: Node
  readonly scopes: readonly string[]
}

/**
 * The place of a dependency, which only `createDependency` puts there.
 *
 * @throws {TypeError} no dependency
 */
export function edgeOf(dependency: AnyDependency | null | undefined): Edge {
  const edge = dependency?.[EDGE]
  if (edge === undefined) throw new TypeError('this must be a dependency: what a scheme or depends() gives')
  return edge as Edge
}

interface NodeBase {
  readonly name: string
  readonly inputs: readonly Edge[]
  /** The schemes at or below it: what authenticates, and what would check a scope. */
  readonly schemes: ReadonlySet<SchemeNode>
  /** The scopes that may be demanded of it, because something at or below it checks them. */
  readonly checks: ReadonlySet<string>
}

/** Says who, from credentials. */
export interface SchemeNode extends NodeBase {
  readonly kind: 'scheme'
  /** Which granted scopes satisfy a demanded one. */
  readonly rules: ScopeRules
  readonly challenge: Pick<Challenge, 'scheme' | 'params'>
  readonly definition: Readonly<Record<string, unknown>>
  /** `undefined`: the request carries no such credentials. */
  readonly extract: (request: RequestView) => unknown
  readonly verify: (credentials: unknown, context: VerifierContext) => Awaitable<Verified<unknown> | null | undefined>
}

/** Computes a value from the values below it. */
export interface FunctionNode extends NodeBase {
  readonly kind: 'function'
  readonly call: (values: readonly unknown[], context: DependencyContext<string>) => unknown
}

/** Gives the whole of what a scheme's verifier answered, where others get the user. */
export interface AuthenticationNode extends NodeBase {
  readonly kind: 'authentication'
}

/** Resolves one of its branches, or none. */
export interface ChoiceNode extends NodeBase {
  readonly kind: 'anyOf' | 'optional'
}

export type Node = SchemeNode | FunctionNode | AuthenticationNode | ChoiceNode

/** The union over the inputs; the very set of the only one that has any, so that long chains share it. */
export function union<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  const [first = new Set<T>(), ...others] = sets.filter(({ size }) => size > 0)
  return others.every((set) => set === first) ? first : new Set([first, ...others].flatMap((set) => [...set]))
}

/** The node of a function, with what its inputs authenticate and check. */
export function functionNode(name: string, inputs: readonly Edge[], call: FunctionNode['call']): FunctionNode {
  const nodes = inputs.map(({ node }) => node)
  return {
    kind: 'function',
    name,
    inputs,
    schemes: union(nodes.map(({ schemes }) => schemes)),
    checks: union(nodes.map(({ checks }) => checks)),
    call,
  }
}

const LONGEST_NAME = 80

/** A name made of other names; cut, because names of names would double with every layer. */
export function joinNames(names: readonly string[], separator: string): string {
  const name = names.join(separator)
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name
}
