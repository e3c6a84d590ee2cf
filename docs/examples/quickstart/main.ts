import { createServer } from 'node:http'
import {
  defineAuth,
  depends,
  getCurrentUser,
  hashPassword,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
} from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'

const { SECRET_KEY = crypto.randomUUID(), PORT = '8000' } = process.env

const user = { username: 'johndoe', disabled: false }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

const auth = defineAuth({
  key: hs256(SECRET_KEY), // make one: openssl rand -hex 32
  scopes: { me: 'Read who you are.', items: 'Read items.' },
  findUser: (username) => accounts.get(username),
  scopesFor: () => ['me', 'items'],
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const server = createServer(
  routes({
    'POST /token': tokenEndpoint(auth),
    'GET /users/me': guard(activeUser, (req, res, user) => user),
    'GET /items': guard(security(activeUser, 'items'), (req, res, user) => [{ name: 'Foo', owner: user.username }]),
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
