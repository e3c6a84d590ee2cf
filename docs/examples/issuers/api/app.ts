import {
  defineAuth,
  depends,
  getCurrentUser,
  issuer,
  oauth2AuthorizationCode,
  security,
  type IssuerOptions,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'

export function createApp(options: Partial<IssuerOptions> = {}) {
  const auth = defineAuth({
    key: issuer('https://login.example.com', { audience: 'https://api.example.com', ...options }),
    scopes: { 'items:read': 'Read items.' },
  })

  const currentUser = oauth2AuthorizationCode(
    {
      authorizationUrl: 'https://login.example.com/authorize',
      tokenUrl: 'https://login.example.com/token',
      scopes: auth.scopes,
    },
    (token) => getCurrentUser(auth, token),
  )
  const owner = depends(security(currentUser, 'items:read'), (claims) => claims.sub)

  const app = new Hono()
  app.onError(authErrors())
  app.get('/items', guard({ owner }), (c) => c.json([{ name: 'Foo', owner: c.var.owner }]))
  return app
}
