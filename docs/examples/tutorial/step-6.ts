import { createServer } from 'node:http'
import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  depends,
  fastapi,
  getCurrentUser,
  grantScopes,
  hs256,
  HttpError,
  noStore,
  oauth2PasswordBearer,
  readPasswordForm,
  security,
} from '@scopetree/core'
import { guard, routes } from '@scopetree/node'

const { PORT = '8000', SECRET_KEY = crypto.randomUUID() } = process.env

const accounts = new Map([
  [
    'johndoe',
    {
      user: { username: 'johndoe', disabled: false },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
  [
    'alice',
    {
      user: { username: 'alice', disabled: true },
      passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
    },
  ],
])

const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { me: 'Read information about the current user.', items: 'Read items.' },
  scopeClaim: 'scopes',
  expiresIn: 30 * 60,
  findUser: (username) => accounts.get(username),
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const server = createServer(
  routes(
    {
      'POST /token': async (req, res) => {
        const form = await readPasswordForm(req)
        const user = await authenticateUser(auth, form.username, form.password)
        if (!user) throw new HttpError(400, 'Incorrect username or password', noStore)
        const scopes = grantScopes(form.scopes, ['me', 'items'])
        res.setHeaders(new Headers(noStore))
        return { access_token: await createAccessToken(auth, { sub: user.username, scopes }), token_type: 'bearer' }
      },
      'GET /users/me/': guard(activeUser, (req, res, user) => user),
      'GET /users/me/items/': guard(security(activeUser, 'items'), (req, res, user) => [
        { item_id: 'Foo', owner: user.username },
      ]),
      'GET /status/': guard(currentUser, () => ({ status: 'ok' })),
    },
    fastapi,
  ),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
