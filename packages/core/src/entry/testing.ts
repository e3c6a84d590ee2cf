export { assertGuarded, type AssertGuardedOptions } from '../tree/assert-guarded.js'
export type { Route } from '../tree/guarded.js'
export { override, type Override } from '../tree/override.js'
