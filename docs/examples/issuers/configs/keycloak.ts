import { defineAuth, issuer } from '@scopetree/core'
import * as v from 'valibot'

export const auth = defineAuth({
  key: issuer('https://login.example.com/realms/my-realm', { audience: 'items-api' }),
  tokenTypes: ['JWT'],
  scopeClaim: ['realm_access', 'roles'], // or ['resource_access', 'items-api', 'roles'], or leave it out for `scope`
  // "ID" stands here in ID tokens, which are otherwise alike.
  claims: v.looseObject({ sub: v.string(), typ: v.literal('Bearer') }),
  scopes: { 'read-items': 'Read items.' },
})
