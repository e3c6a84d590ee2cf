import { defineAuth, issuer } from '@scopetree/core'

export const auth = defineAuth({
  key: issuer('https://my-domain.auth0.com/', { audience: 'https://api.example.com' }),
  tokenTypes: ['JWT', 'at+jwt'], // 'JWT' is of Auth0's default profile: leave it out once the API's is RFC 9068
  scopeClaim: 'permissions', // with RBAC and "Add Permissions in the Access Token"; else leave it out
  scopes: { 'read:items': 'Read items.' },
})
