import { createAdaptorServer } from '@hono/node-server'
import {
  defineAuth,
  depends,
  getCurrentUser,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
  tokenEndpoint,
  type Account,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { listen } from '../serve.js'
import { accountsOf, SECRETS } from './tenants.js'

const scopes = { orders: 'Read orders.' }

/** One config for each tenant: its own key, its own users, and its name as the audience of its tokens. */
function tenantNamed(name: string, secret: string) {
  const auth = defineAuth({
    key: hs256(secret),
    issuer: 'https://shop.example',
    audience: name,
    scopes,
    findUser: (username): Account<{ username: string }> | undefined => accountsOf(name).get(username),
    scopesFor: () => ['orders'],
  })
  return { name, auth, token: tokenEndpoint(auth) }
}

const tenants = new Map([...SECRETS].map(([name, secret]) => [name, tenantNamed(name, secret)]))

/** The tenant of a request: here a part of the path; a host name does as well, where a proxy vouches for it. */
const tenant = depends(function tenant({ request }) {
  const found = tenants.get(request.param('tenant'))
  if (!found) throw new HttpError(404, 'No such tenant')
  return found
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, async (token, context) => {
  const { auth } = await context.use(tenant)
  return getCurrentUser(auth, token)
})

const app = new Hono()

app.onError(authErrors())

app.post('/:tenant/token', guard({ tenant }), (c) => c.var.tenant.token(c.req.raw))

app.get('/:tenant/orders', guard({ tenant, user: security(currentUser, 'orders') }), (c) =>
  c.json([{ shop: c.var.tenant.name, buyer: c.var.user.username }]),
)

listen(createAdaptorServer(app))
