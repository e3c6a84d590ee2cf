import { edgesOf } from '../tree/create-dependency.js'
import type { Needs } from '../tree/dependency.js'
import { separateGuards } from '../tree/join-guards.js'
import { compile, type Plan, type Step } from '../tree/plan.js'
import { either, together, type Alternatives, type SecurityRequirement } from './security-requirement.js'

/**
 * What OpenAPI calls the `security` of an operation that is guarded by these: any one of the requirements will do.
 *
 * Schemes that are needed together stand in one requirement, with all the scopes demanded of them, outermost first;
 * `anyOf` gives several requirements, `optional` an empty one. `[]`: no scheme, so nobody is authenticated.
 *
 * @throws {TypeError} more than 32 combinations of schemes
 * @example
 * securityOf(security(activeUser, 'items')) // [{ OAuth2PasswordBearer: ['items', 'me'] }]
 */
export function securityOf(needs: Needs): SecurityRequirement[] {
  const known = new Map<Plan, Alternatives>()
  const found = together(plansOf(needs).map((plan) => requirementsOf(plan, known)))
  return found.some((requirement) => Object.keys(requirement).length > 0) ? [...found] : []
}

/** The plans of what a guard needs, as it was declared: what a test overrides does not show. */
export function plansOf(needs: Needs): readonly Plan[] {
  const { edges } = edgesOf(needs, 'securityOf()')
  return edges.flatMap(separateGuards).map((edge) => compile(edge))
}

/** Branches share their plans, so each is looked at once. */
function requirementsOf(plan: Plan, known: Map<Plan, Alternatives>): Alternatives {
  const found = known.get(plan) ?? together(plan.steps.flatMap((step) => factorOf(step, known)))
  known.set(plan, found)
  return found
}

function factorOf({ node, scopes, branches }: Step, known: Map<Plan, Alternatives>): Alternatives[] {
  switch (node.kind) {
    case 'scheme':
      return [[{ [node.name]: scopes }]]
    case 'anyOf':
      return [either(branches.map((branch) => requirementsOf(branch, known)))]
    case 'optional':
      return [either([...branches.map((branch) => requirementsOf(branch, known)), [{}]])]
    case 'function':
    case 'authentication':
      return []
  }
}
