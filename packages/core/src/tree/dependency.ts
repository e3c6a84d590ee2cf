import type { Awaitable } from '../wire/awaitable.js'
import type { RequestLike, RequestView } from '../wire/request.js'

/** Where a dependency keeps its place in the tree; `edgeOf` reads it. It has no meaning outside this package. */
export const EDGE: unique symbol = Symbol('scopetree.edge')
declare const DEMANDED: unique symbol

/**
 * A function from a request to a value, or to a thrown `AuthError` or `HttpError`.
 *
 * `T` is the value. `S` names the scopes that `security` may demand of it; a dependency that allows fewer scopes does
 * not fit where one is asked for that allows more.
 *
 * Called directly it resolves as inside a guard: what this request has resolved already is not computed again. It is
 * no middleware, which would have to call `next`: `guard` makes one of it.
 */
export interface Dependency<out T, in S extends string = never> {
  (request: RequestLike, noMiddleware?: never): Promise<T>
  readonly [EDGE]: object
  readonly [DEMANDED]?: (scope: S) => void
}

/** Any dependency, whatever its value and its scopes. */
export type AnyDependency = Dependency<unknown>

/** What a guard or a dependency is made from: one dependency, or several under names of their own. */
export type Needs = AnyDependency | Readonly<Record<string, AnyDependency>>

/** The value of a dependency; of a record of them, the record of their values. */
export type ValueOf<N> =
  N extends Dependency<infer T> ? T : { -readonly [K in keyof N]: N[K] extends Dependency<infer T> ? T : never }

/** The scopes that may be demanded of a dependency, or of any in a record. */
export type ScopesOf<N> =
  N extends Dependency<unknown, infer S>
    ? S
    : { [K in keyof N]: N[K] extends Dependency<unknown, infer S> ? S : never }[keyof N]

/** What a verifier gets beside the credentials. The scopes a route demands are not its business: the tree checks them. */
export interface VerifierContext {
  readonly request: RequestView
  /** What the adapter has beside the request: Hono's context, Workers' `env`, …; each adapter exports a typed reader. */
  readonly platform: unknown
  /**
   * Resolves a dependency that authenticates nobody, on demand and once per request.
   *
   * @throws {TypeError} a dependency with a security scheme, which has to be seen by whoever reads the tree
   */
  readonly use: <T>(resource: Dependency<T>) => Promise<T>
  /**
   * Runs `cleanup` when the response is over, last one first, with the error if the request failed.
   *
   * @throws {TypeError} outside `run` or an adapter, where nobody knows when the request is over
   */
  readonly defer: (cleanup: Cleanup) => void
}

/** What a dependency's function gets beside the values it needs. */
export interface DependencyContext<S extends string = never> extends VerifierContext {
  /** Every scope that this guard demands of this dependency, outermost first (FastAPI's `SecurityScopes`). */
  readonly requiredScopes: readonly S[]
}

/** Runs after the response; `error` is what the request failed with, if it did. */
export type Cleanup = (error?: unknown) => Awaitable<void>

/** What a verifier answers, as members of its own: who sent the credentials, and which scopes were granted with them. */
export type Verified<U, C = unknown> = Answered<U> & (WithClaims<C> | WithoutClaims)

interface Answered<U> {
  readonly user: U
  readonly scopes?: readonly string[] | undefined
}

/** Claims that may be `undefined` make a `C` that says so. */
interface WithClaims<C> {
  readonly claims: C
}

interface WithoutClaims {
  readonly claims?: undefined
}

/** Tells a security scheme from other dependencies, in types alone. */
export declare const CLAIMS: unique symbol

/** A dependency that verifies credentials itself. */
export interface SecurityScheme<out U, in S extends string = never, out C = unknown> extends Dependency<U, S> {
  readonly [CLAIMS]: C
}
