import type { Socket } from 'node:net'
import type { AnyDependency, ErrorProfile, LocalKey, PasswordIssuer } from '@scopetree/core'

/** A route as every framework can have it. */
export interface ContractRoute {
  readonly method: 'GET' | 'POST'
  /** With parameters as `:name`; below `/behind` a guard of the router stands before the route's own. */
  readonly path: string
  readonly guard: Readonly<Record<string, AnyDependency>>
  /** What is answered: a text stream, or JSON. `body` is what a parser behind the guard made of a JSON body. */
  readonly handler: (values: Readonly<Record<string, unknown>>, body: unknown) => unknown
  /** Whether a JSON parser stands between guard and handler. */
  readonly parsesBody?: boolean
}

/** What a host is to serve. */
export interface Setup {
  readonly routes: readonly ContractRoute[]
  /** What guards every route below `/behind`. */
  readonly behind: AnyDependency
  /** What the adapter's own token endpoint at `POST /token` logs in with. */
  readonly auth: PasswordIssuer<unknown, 'me'>
  /** What the adapter's own `GET /jwks` publishes. */
  readonly keys: LocalKey
  /** `undefined` for the default profile, `null` for no error handler at all. */
  readonly profile: ErrorProfile | undefined | null
  /** Told of the errors that the adapter does not answer. */
  readonly onError: (error: unknown) => void
}

/** A framework with our adapter, as the contract needs it. */
export interface Host {
  readonly start: (setup: Setup) => Promise<Running>
  /** Whether the framework can send several lines of one header; the Fetch standard joins them. */
  readonly keepsLines: boolean
  /** Whether it answers errors by itself when an application has no handler for them. */
  readonly answersErrors: boolean
}

export interface Running {
  readonly origin: string
  /** Those on which requests have come, by the port of the client. */
  readonly connections: ReadonlyMap<number | undefined, Socket>
  readonly close: () => Promise<void>
}

/** Whether a handler answers with a stream of text. */
export function isStream(answer: unknown): answer is AsyncIterable<string> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}
