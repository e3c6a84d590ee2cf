import { defineAuth, issuer } from '@scopetree/core'
import * as v from 'valibot'

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'

export const auth = defineAuth({
  key: issuer(`https://login.microsoftonline.com/${TENANT}/v2.0`, {
    audience: '6e74172b-be56-4843-9ff4-e66a39bb12e3', // the API's application (client) id
    algorithms: ['RS256'],
  }),
  tokenTypes: ['JWT'],
  scopeClaim: 'scp',
  // ID tokens for the same application have no scopes.
  claims: v.looseObject({ sub: v.string(), oid: v.string(), tid: v.literal(TENANT), scp: v.string() }),
  scopes: { access_as_user: 'Use the API in the name of the user.' },
})
