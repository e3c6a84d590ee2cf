import { isPromise } from '../wire/awaitable.js'
import { viewOf, type ParamReader, type RequestLike, type View } from '../wire/request.js'
import type { Cleanup } from './dependency.js'
import type { Node } from './node.js'

/** What the guards of one request share. */
export interface RequestState {
  readonly view: View
  platform: unknown
  /** What has been resolved: a value, a promise of one, or a `Failure`. */
  results: Map<object, unknown>
  /** Which node resolved which on demand: two that wait for each other would wait for ever. */
  uses: Map<Node, Set<Node>> | undefined
  readonly cleanups: Cleanup[]
  /** What is still under way: sessions that have not closed yet, and dependencies of guards that still run. */
  open: number
  /** How the host tells that the response is over; without it, it is when nothing is under way. */
  whenOver: WhenOver | undefined
  /** Whether the host has told. */
  over: boolean
  /** Counts the times that the request was over. */
  round: number
  /** What the request failed with, as far as a guard has said. */
  error: unknown
  /** Told of a cleanup that failed; without it, the console is. */
  report: ((error: unknown) => void) | undefined
}

/** How a host is asked to call `end` when the response is over, with the error if the request failed. */
export type WhenOver = (end: (error?: unknown) => void) => void

/** What an adapter knows of a request that cannot be read off it. */
export interface RequestEnvironment {
  readonly platform?: unknown
  /** Where route parameters are, when they are not on the request. */
  readonly param?: ParamReader | undefined
  /** The request that this one was put in place of: it is the same to the guards of both. */
  readonly former?: RequestLike | undefined
}

/** What a constructor returns is where the fields of a class that extends it are put. */
const Given = function (object: object) {
  return object
} as unknown as new (object: object) => object

/**
 * Where a request keeps its state: in a private field, which no copy and no proxy of the request has. A WeakMap would do
 * the same, but what leads back to its key stays in it until a full garbage collection, which doubles the cost of a guard.
 */
class Stateful extends Given {
  readonly #state: RequestState

  private constructor(request: RequestLike, state: RequestState) {
    super(request)
    this.#state = state
  }

  static stateOf(request: RequestLike): RequestState | undefined {
    return #state in request ? request.#state : undefined
  }

  static begin(request: RequestLike, state: RequestState): RequestState {
    return new Stateful(request, state).#state
  }
}

/** The state of a request, made when the first guard sees it. A later guard may know more of the route. */
export function stateOf(request: RequestLike, environment?: RequestEnvironment): RequestState {
  const known = Stateful.stateOf(request) ?? inherited(request, environment?.former)
  if (known) {
    // What follows from the parameters of one route says nothing of another, such as that of a nested router.
    if (known.view.moveTo(environment?.param)) {
      known.results = new Map()
      known.uses = undefined
    }
    if (environment && 'platform' in environment) known.platform = environment.platform
    return known
  }
  return Stateful.begin(request, {
    view: viewOf(request, environment?.param),
    platform: environment?.platform,
    results: new Map(),
    uses: undefined,
    cleanups: [],
    open: 0,
    whenOver: undefined,
    over: false,
    round: 0,
    error: undefined,
    report: undefined,
  })
}

function inherited(request: RequestLike, former: RequestLike | undefined): RequestState | undefined {
  const state = former && Stateful.stateOf(former)
  if (!state) return undefined
  state.view.raw = request
  return Stateful.begin(request, state)
}

/** What a step threw, kept as a value so that no promise is made for it. */
export class Failure {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

/**
 * Computes a result once per request and key. A promised one becomes the value or `Failure` that it settles to.
 *
 * A query that runs whenever someone waits for it becomes a promise, which runs it once.
 */
export function once({ results }: RequestState, key: object, compute: () => unknown): unknown {
  const known = results.get(key)
  if (known !== undefined || results.has(key)) return known
  const computed = attempt(compute)
  const result = isPromise(computed) ? Promise.resolve(computed) : computed
  results.set(key, result)
  if (result instanceof Promise) replaceWhenSettled(results, key, result)
  return result
}

function replaceWhenSettled(results: Map<object, unknown>, key: object, promise: Promise<unknown>): void {
  promise.then(
    (value) => results.set(key, value),
    (error: unknown) => results.set(key, new Failure(error)),
  )
}

/** The value or promise of `compute`; what it throws, as a `Failure`. */
export function attempt(compute: () => unknown): unknown {
  try {
    return compute()
  } catch (error) {
    return new Failure(error)
  }
}
