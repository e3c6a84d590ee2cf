import { createServer } from 'node:http'
import { depends, HttpError, oauth2PasswordBearer } from '@scopetree/core'
import { guard, routes } from '@scopetree/node'

const { PORT = '8000' } = process.env

const users = new Map([
  ['johndoe', { username: 'johndoe', disabled: false }],
  ['alice', { username: 'alice', disabled: true }],
])

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token' }, (token) => {
  const user = users.get(token)
  return user && { user }
})

const activeUser = depends(currentUser, function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const server = createServer(
  routes({
    'GET /users/me': guard(activeUser, (req, res, user) => user),
    'GET /items': guard(activeUser, (req, res, user) => [{ name: 'Foo', owner: user.username }]),
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
