import { createServer } from 'node:http'
import { oauth2PasswordBearer } from '@scopetree/core'
import { guard, routes } from '@scopetree/node'

const { PORT = '8000' } = process.env

const users = new Map([['johndoe', { username: 'johndoe', disabled: false }]])

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token' }, (token) => {
  const user = users.get(token)
  return user && { user }
})

const server = createServer(
  routes({
    'GET /items': guard(currentUser, (req, res, user) => [{ name: 'Foo', owner: user.username }]),
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
