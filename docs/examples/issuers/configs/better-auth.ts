import { defineAuth, remoteJwks } from '@scopetree/core'

export const auth = defineAuth({
  key: remoteJwks('https://app.example.com/api/auth/jwks', {
    issuer: 'https://app.example.com', // both are the baseURL, unless the jwt() plugin is told otherwise
    audience: 'https://app.example.com',
    algorithms: ['EdDSA'],
  }),
  tokenTypes: ['JWT'],
  scopeClaim: 'permissions', // what definePayload puts there
  scopes: { 'read:items': 'Read items.' },
})
