import { createServer } from 'node:http'
import { defineAuth, depends, getCurrentUser, hs256, HttpError, oauth2PasswordBearer } from '@scopetree/core'
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
  findUser: (username) => accounts.get(username),
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token' }, (token) => getCurrentUser(auth, token))

const activeUser = depends(currentUser, function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const server = createServer(
  routes({
    'POST /token': tokenEndpoint(auth),
    'GET /users/me': guard(activeUser, (req, res, user) => user),
    'GET /items': guard(activeUser, (req, res, user) => [{ name: 'Foo', owner: user.username }]),
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
