import { authenticate } from './authenticate.js'
import { choose } from './choose.js'
import { contextOf } from './context.js'
import type { Verified } from './dependency.js'
import type { ChoiceNode, FunctionNode, SchemeNode } from './node.js'
import type { Plan, Step } from './plan.js'
import { attempt, Failure, once, type RequestState } from './request-state.js'
import { settle } from './settle.js'

/**
 * Runs a plan for a request: the value of its last step, at once where nothing had to be awaited.
 *
 * Steps of one stage start together, each as soon as its inputs are there; a stage starts when the one before it is
 * through. Throws what the first failing step in order threw.
 */
export function execute(plan: Plan, state: RequestState): unknown {
  return runStages(plan, state, 0, [])
}

function runStages(plan: Plan, state: RequestState, at: number, results: unknown[]): unknown {
  const stage = plan.stages[at]
  if (stage === undefined) return valueAt(plan, results, plan.steps.length - 1)
  for (const index of stage) results[index] = attempt(() => runStep(plan, index, results, state))
  return settle(
    stage.map((index) => results[index]),
    (values) => {
      stage.forEach((index, position) => (results[index] = values[position]))
      return runStages(plan, state, at + 1, results)
    },
  )
}

function runStep(plan: Plan, index: number, results: readonly unknown[], state: RequestState): unknown {
  const step = plan.steps[index]
  if (step === undefined) throw new RangeError('a plan has no such step')
  if (isScheme(step)) return authenticate(step, state, execute)
  if (isChoice(step)) return choose(step, state, execute)
  if (isFunction(step)) return call(plan, step, results, state)
  // An authentication passes on the whole answer of the scheme that is its only input.
  return results[step.inputs[0] ?? -1]
}

function call(plan: Plan, step: Step<FunctionNode>, results: readonly unknown[], state: RequestState): unknown {
  const { node, scopes, key, inputs } = step
  return settle(
    inputs.map((input) => valueAt(plan, results, input)),
    (values) => unwrap(once(state, node, key, () => node.call(values, contextOf(state, node, scopes, execute)))),
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
