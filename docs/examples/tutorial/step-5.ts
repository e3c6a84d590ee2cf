import { createServer } from 'node:http'
import { defineAuth, depends, getCurrentUser, hs256, HttpError, oauth2PasswordBearer, security } from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'

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
  scopesFor: () => ['me', 'items'],
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
  routes({
    'POST /token': tokenEndpoint(auth),
    'GET /users/me': guard(activeUser, (req, res, user) => user),
    'GET /items': guard(security(activeUser, 'items'), (req, res, user) => [{ name: 'Foo', owner: user.username }]),
    'GET /status': guard(currentUser, () => ({ status: 'ok' })),
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
