import { createServer } from 'node:http'
import { defineAuth, getCurrentUser, hashPassword, hs256, oauth2PasswordBearer, security } from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'
import { listen } from '../serve.js'

type Role = 'reader' | 'editor' | 'boss'
interface User {
  readonly username: string
  readonly role: Role
}

const passwordHash = await hashPassword('secret')
const users: readonly User[] = [
  { username: 'rita', role: 'reader' },
  { username: 'ed', role: 'editor' },
  { username: 'bo', role: 'boss' },
]
const accounts = new Map(users.map((user) => [user.username, { user, passwordHash }]))

const auth = defineAuth({
  key: hs256(crypto.randomUUID()),
  scopes: {
    'items:read': 'Read items.',
    'items:write': { description: 'Change items.', implies: ['items:read'] },
    'items:*': 'All of items.',
    'users:read': 'Read users.',
    admin: { description: 'All there is.', implies: ['items:*', 'users:read'] },
  },
  findUser: (username) => accounts.get(username),
  scopesFor: ({ role }) => {
    switch (role) {
      case 'reader':
        return ['items:read']
      case 'editor':
        return ['items:write']
      case 'boss':
        return ['admin']
    }
  },
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

listen(
  createServer(
    routes({
      'POST /token': tokenEndpoint(auth),
      'GET /items': guard(security(currentUser, 'items:read'), () => ['Foo']),
      'POST /items': guard(security(currentUser, 'items:write'), () => 'done'),
      'GET /users': guard(security(currentUser, 'users:read'), () => users),
    }),
  ),
)
