import { authenticate } from './authenticate.js'
import { choose } from './choose.js'
import { contextOf } from './context.js'
import type { Verified } from './dependency.js'
import type { ChoiceNode, FunctionNode, SchemeNode } from './node.js'
import type { Plan, Step } from './plan.js'
import { Failure, once, type RequestState } from './request-state.js'
import { settle } from './settle.js'

/**
 * Runs a plan for a request: the value of its last step, at once where nothing had to be awaited.
 *
 * Steps of one stage start together, each as soon as its inputs are there; a stage starts when the one before it is
 * through. Throws what the first failing step in order threw.
 */
export function execute(plan: Plan, state: RequestState): unknown {
  return runStage(plan, state, 0, [])
}

function runStage(plan: Plan, state: RequestState, stage: number, results: unknown[]): unknown {
  const end = plan.ends[stage]
  if (end === undefined) return valueAt(plan, results, results.length - 1)
  const begin = results.length
  if (begin === end) return runStage(plan, state, stage + 1, results)
  for (const step of plan.steps.slice(begin, end)) results.push(runStep(plan, step, results, state))
  return settle(results.slice(begin), (values) => {
    results.splice(begin, values.length, ...values)
    return runStage(plan, state, stage + 1, results)
  })
}

function runStep(plan: Plan, step: Step, results: readonly unknown[], state: RequestState): unknown {
  try {
    if (isScheme(step)) return authenticate(step, state, execute)
    if (isChoice(step)) return choose(step, state, execute)
    if (isFunction(step)) return call(plan, step, results, state)
    // An authentication passes on the whole answer of the scheme that is its only input.
    return results[step.inputs[0] ?? -1]
  } catch (error) {
    return new Failure(error)
  }
}

function call(plan: Plan, step: Step<FunctionNode>, results: readonly unknown[], state: RequestState): unknown {
  const { node, scopes, key, inputs } = step
  return settle(
    inputs.map((input) => valueAt(plan, results, input)),
    (values) => unwrap(once(state, key, () => node.call(values, contextOf(state, node, scopes, execute)))),
  )
}

/** A scheme's step keeps the whole answer of its verifier; whoever depends on it gets the user. */
function valueAt(plan: Plan, results: readonly unknown[], index: number): unknown {
  const result = results[index]
  return plan.steps[index]?.node.kind === 'scheme' ? (result as Verified<unknown>).user : result
}

function unwrap(result: unknown): unknown {
  if (result instanceof Failure) throw result.error
  return result
}

const isScheme = (step: Step): step is Step<SchemeNode> => step.node.kind === 'scheme'
const isFunction = (step: Step): step is Step<FunctionNode> => step.node.kind === 'function'
const isChoice = (step: Step): step is Step<ChoiceNode> => step.node.kind === 'anyOf' || step.node.kind === 'optional'
