import type { Edge } from './node.js'
import { overrideVersion, replacementOf } from './replacements.js'
import { compile, type Plan } from './plan.js'

const plans = new WeakMap<Edge, { plan: Plan; version: number }>()

/** The plan of a dependency: compiled once, and anew when a test overrides something. */
export function planOf(edge: Edge): Plan {
  const version = overrideVersion()
  const known = plans.get(edge)
  if (known?.version === version) return known.plan
  const plan = compile(edge, replacementOf)
  plans.set(edge, { plan, version })
  return plan
}
