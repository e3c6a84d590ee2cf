import { challengedBy, isAccessError, isUnchallenged, withChallenges } from '../wire/auth-error.js'
import type { SchemeNode } from './node.js'
import { isSchemeStep, type Plan, type Step } from './plan.js'

/**
 * What a function refused the request with, as the schemes that it builds on say it, each with the scopes that this guard
 * demands: the function knows neither. Scopes that the error names itself stay, as does a challenge of its own.
 */
export function challengedBelow(error: unknown, plan: Plan, index: number): unknown {
  if (plan.steps[index]?.node.kind !== 'function' || !isAccessError(error) || !isUnchallenged(error)) return error
  const challenges = schemesBelow(plan, index).flatMap(({ node, scopes }) => {
    return challengedBy(error, node.challenge, error.scopes.length > 0 ? error.scopes : scopes).challenges
  })
  return challenges.length === 0 ? error : withChallenges(error, challenges)
}

/** The schemes that a step builds on, as they are declared; those of every alternative, as the client may use any. */
function schemesBelow(plan: Plan, index: number, seen = new Set<Step>()): Step<SchemeNode>[] {
  const step = plan.steps[index]
  if (step === undefined || seen.has(step)) return []
  seen.add(step)
  if (isSchemeStep(step)) return [step]
  return [
    ...step.inputs.flatMap((input) => schemesBelow(plan, input, seen)),
    ...step.branches.flatMap((branch) => schemesBelow(branch, branch.steps.length - 1, seen)),
  ]
}
