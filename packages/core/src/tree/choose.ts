import { isAccessError, withChallenges, type AccessError } from '../wire/auth-error.js'
import { isPromise } from '../wire/awaitable.js'
import { carriesCredentials } from './authenticate.js'
import type { Execute } from './context.js'
import type { ChoiceNode } from './node.js'
import { replacementOf } from './replacements.js'
import type { Step } from './plan.js'
import { attempt, Failure, once, type RequestState } from './request-state.js'

/** Resolves a choice, once per request for the scopes it sees: a value, a promise of one, or a `Failure`. */
export function choose(step: Step<ChoiceNode>, state: RequestState, execute: Execute): unknown {
  const resolve = step.node.kind === 'anyOf' ? firstThatAccepts : valueOrNull
  return once(state, step.key, () => resolve(step, state, execute))
}

function firstThatAccepts(
  step: Step<ChoiceNode>,
  state: RequestState,
  execute: Execute,
  failures: readonly AccessError[] = [],
): unknown {
  const branch = step.branches[failures.length]
  if (branch === undefined) throw furthest(failures)
  return recover(
    () => execute(branch, state),
    (error) => {
      if (!isAccessError(error)) throw error
      return firstThatAccepts(step, state, execute, [...failures, error])
    },
  )
}

/** The failure that got furthest, with the challenges of all: the client may answer any of them. */
function furthest(failures: readonly AccessError[]): AccessError {
  const best = failures.reduce((one, other) => (other.progress > one.progress ? other : one))
  const others = failures.filter((failure) => failure !== best)
  return withChallenges(
    best,
    [best, ...others].flatMap(({ challenges }) => challenges),
  )
}

/** `null` only for a request without any credentials; bad ones are refused, so that nobody is a guest by mistake. */
function valueOrNull(step: Step<ChoiceNode>, state: RequestState, execute: Execute): unknown {
  return recover(
    () => step.branches.map((branch) => execute(branch, state)).at(0),
    (error) => {
      if (!isAccessError(error) || error.progress > 0) throw error
      for (const scheme of step.node.schemes) {
        const node = replacementOf(scheme)
        if (node.kind === 'scheme' && carriesCredentials(node, state)) throw error
      }
      return null
    },
  )
}

function recover(compute: () => unknown, handle: (error: unknown) => unknown): unknown {
  const result = attempt(compute)
  if (result instanceof Failure) return handle(result.error)
  return isPromise(result) ? result.then(undefined, handle) : result
}
