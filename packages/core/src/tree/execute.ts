import { isPromise } from '../wire/awaitable.js'
import { authenticate } from './authenticate.js'
import { challengedBelow } from './challenged-below.js'
import { choose } from './choose.js'
import { contextOf } from './context.js'
import type { Verified } from './dependency.js'
import type { ChoiceNode, FunctionNode } from './node.js'
import { isSchemeStep, type Plan, type Step } from './plan.js'
import { Failure, once, type RequestState } from './request-state.js'
import { firstFailure, settled } from './settle.js'

/**
 * Runs a plan for a request: the value of its last step, at once where nothing had to be awaited.
 *
 * Steps of one stage start together, each as soon as its inputs are there; a stage starts when the one before it is
 * through. Throws what the first failing step in order threw.
 */
export function execute(plan: Plan, state: RequestState): unknown {
  return runStages(plan, state, 0, [])
}

function runStages(plan: Plan, state: RequestState, from: number, results: unknown[]): unknown {
  for (let stage = from; stage < plan.ends.length; stage += 1) {
    const end = plan.ends[stage] ?? 0
    let waits = false
    let fails = false
    for (let index = results.length; index < end; index += 1) {
      const result = runStep(plan, index, results, state)
      results.push(result)
      waits ||= isPromise(result)
      fails ||= result instanceof Failure
    }
    if (waits) {
      return settled(results).then((values) => {
        refuseFailed(plan, values)
        return runStages(plan, state, stage + 1, values)
      })
    }
    if (fails) refuseFailed(plan, results)
  }
  return valueAt(plan, results, results.length - 1)
}

/** Throws what the first step in order failed with: one fails after what it needs. */
function refuseFailed(plan: Plan, results: readonly unknown[]): void {
  for (const [index, result] of results.entries()) {
    if (result instanceof Failure) throw challengedBelow(result.error, plan, index)
  }
}

function runStep(plan: Plan, index: number, results: readonly unknown[], state: RequestState): unknown {
  const step = plan.steps[index]
  if (step === undefined) throw new RangeError('a plan has no such step')
  try {
    if (isSchemeStep(step)) return authenticate(step, state, execute)
    if (isChoice(step)) return choose(step, state, execute)
    if (isFunction(step)) return call(plan, step, results, state)
    // The only input of an authentication is a scheme.
    return passOn(results[step.inputs[0] ?? -1] as Verified<unknown>)
  } catch (error) {
    return new Failure(error)
  }
}

function call(plan: Plan, step: Step<FunctionNode>, results: readonly unknown[], state: RequestState): unknown {
  const values: unknown[] = []
  let waits = false
  let fails = false
  for (const input of step.inputs) {
    const value = valueAt(plan, results, input)
    values.push(value)
    waits ||= isPromise(value)
    fails ||= value instanceof Failure
  }
  if (waits) return settled(values).then((there) => firstFailure(there) ?? callOnce(step, there, state))
  if (fails) return firstFailure(values)
  return callOnce(step, values, state)
}

function callOnce({ node, scopes, key }: Step<FunctionNode>, values: readonly unknown[], state: RequestState): unknown {
  return once(state, key, () => node.call(values, contextOf(state, node, scopes, execute)))
}

/** The whole answer of a scheme; the array that its scopes are compared with stays out of the hands of dependencies. */
function passOn({ user, scopes = [], claims }: Verified<unknown>): Verified<unknown> {
  return { user, scopes: Object.freeze([...scopes]), claims }
}

/** A scheme's step keeps the whole answer of its verifier; whoever depends on it gets the user. */
function valueAt(plan: Plan, results: readonly unknown[], index: number): unknown {
  const result = results[index]
  return plan.steps[index]?.node.kind === 'scheme' ? (result as Verified<unknown>).user : result
}

const isFunction = (step: Step): step is Step<FunctionNode> => step.node.kind === 'function'
const isChoice = (step: Step): step is Step<ChoiceNode> => step.node.kind === 'anyOf' || step.node.kind === 'optional'
