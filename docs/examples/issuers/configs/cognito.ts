import { defineAuth, issuer } from '@scopetree/core'
import * as v from 'valibot'

export const auth = defineAuth({
  key: issuer('https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example', {
    audience: '57cbishk4j24pabc1234567890', // the app client's id
  }),
  audienceClaim: 'client_id',
  tokenTypes: ['JWT'],
  claims: v.looseObject({ sub: v.string(), username: v.string(), token_use: v.literal('access') }),
  scopes: { 'items-api/read': 'Read items.' },
})
