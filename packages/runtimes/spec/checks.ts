import { challenges } from './challenges.js'
import type { Checks } from './check.js'
import { remoteKeys } from './issuer.js'
import { keys } from './keys.js'
import { login } from './login.js'
import { openapiDocument } from './openapi.js'
import { passwords } from './passwords.js'
import { tokens } from './tokens.js'
import { tree } from './tree.js'

/** Everything that must hold on every runtime. */
export const checks: Checks = {
  ...passwords,
  ...login,
  ...tokens,
  ...keys,
  ...remoteKeys,
  ...tree,
  ...challenges,
  ...openapiDocument,
}
