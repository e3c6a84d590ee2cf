import {
  defineAuth,
  depends,
  getCurrentUser,
  HttpError,
  httpBearer,
  issuer,
  security,
  type Fetch,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import * as v from 'valibot'

export function createApp(options: { readonly fetch?: Fetch } = {}) {
  const auth = defineAuth({
    key: issuer('https://login.example.com', { audience: 'https://api.example.com', ...options }),
    scopes: { orders: 'Read orders.' },
    claims: v.object({ sub: v.string(), tenant: v.string() }),
  })
  const currentUser = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))

  const member = depends(currentUser, function member(user, { request }) {
    if (user.tenant !== request.param('tenant')) throw new HttpError(404, 'No such tenant')
    return user
  })

  const app = new Hono()
  app.onError(authErrors())
  app.get('/:tenant/orders', guard({ user: security(member, 'orders') }), (c) =>
    c.json([{ shop: c.var.user.tenant, buyer: c.var.user.sub }]),
  )
  return app
}
