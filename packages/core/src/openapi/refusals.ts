import { challengedBy, withChallenges, type AccessError } from '../wire/auth-error.js'
import type { Challenge } from '../wire/challenge.js'
import { InsufficientScopeError, InvalidTokenError, UnauthenticatedError } from '../wire/errors.js'
import type { Dependency } from '../tree/dependency.js'
import type { SchemeNode } from '../tree/node.js'
import { plansOf } from './security-of.js'
import type { Plan, Step } from '../tree/plan.js'

/** How a guard refuses no credentials, bad ones, and too few scopes: one error of each kind that can happen. */
export function refusalsOf(guard: Dependency<unknown>): readonly AccessError[] {
  const plans = plansOf(guard)
  const schemes = plans.flatMap((plan) => schemesOf(plan))
  const known = new Map<Plan, readonly Step<SchemeNode>[]>()
  const asked = plans.map((plan) => askedBy(plan, known)).find(({ length }) => length > 0) ?? []
  const refused = (error: AccessError, step: Step<SchemeNode>): AccessError => {
    const { challenges } = challengedBy(error, step.node.challenge, step.scopes)
    const others = asked.includes(step) ? asked.filter((other) => other !== step) : []
    return withChallenges(error, [...challenges, ...others.map(challengeOf)])
  }
  return [
    ...asked.slice(0, 1).map((step) => refused(new UnauthenticatedError(), step)),
    ...[...asked, ...schemes].slice(0, 1).map((step) => refused(new InvalidTokenError('unknown_user'), step)),
    ...[...asked, ...schemes]
      .filter(({ scopes }) => scopes.length > 0)
      .slice(0, 1)
      .map((step) => refused(new InsufficientScopeError(step.scopes), step)),
  ]
}

/** The schemes that a request without credentials is told of: the first one, or all that it may choose from. */
function askedBy(plan: Plan, known: Map<Plan, readonly Step<SchemeNode>[]>): readonly Step<SchemeNode>[] {
  const [first] = plan.steps.filter(isScheme)
  const asked = known.get(plan) ?? (first ? [first] : askedByChoice(plan, known))
  known.set(plan, asked)
  return asked
}

function askedByChoice(plan: Plan, known: Map<Plan, readonly Step<SchemeNode>[]>): readonly Step<SchemeNode>[] {
  const choices = plan.steps.map(({ node, branches }) =>
    node.kind === 'anyOf' ? [...new Set(branches.flatMap((branch) => askedBy(branch, known)))] : [],
  )
  return choices.find(({ length }) => length > 0) ?? []
}

/** Every scheme, those to choose from included. Branches share their plans, so each is looked at once. */
function schemesOf(plan: Plan, seen = new Set<Plan>()): readonly Step<SchemeNode>[] {
  if (seen.has(plan)) return []
  seen.add(plan)
  return plan.steps.flatMap((step) =>
    isScheme(step) ? [step] : step.branches.flatMap((branch) => schemesOf(branch, seen)),
  )
}

function isScheme(step: Step): step is Step<SchemeNode> {
  return step.node.kind === 'scheme'
}

function challengeOf({ node, scopes }: Step<SchemeNode>): Challenge {
  return { ...node.challenge, scopes }
}
