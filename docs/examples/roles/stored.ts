import { createServer } from 'node:http'
import {
  defineAuth,
  defineScopes,
  getCurrentUser,
  hashPassword,
  hs256,
  impliedScopes,
  oauth2PasswordBearer,
  security,
} from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'
import { listen } from '../serve.js'

const scopes = defineScopes({
  'items:read': 'Read items.',
  'items:write': { description: 'Change items.', implies: ['items:read'] },
})

const passwordHash = await hashPassword('secret')
/** Stands for a table: the scopes of a row are text, and `reports` was dropped since. */
const rows = new Map([['ida', { username: 'ida', scopes: 'items:write reports', passwordHash }]])

const auth = defineAuth({
  key: hs256(crypto.randomUUID()),
  scopes,
  findUser: (username) => {
    const row = rows.get(username)
    return row && { user: { username, scopes: row.scopes.split(' ') }, passwordHash: row.passwordHash }
  },
  scopesFor: (user) => impliedScopes(scopes, user.scopes),
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, (token) => getCurrentUser(auth, token))

listen(
  createServer(
    routes({
      'POST /token': tokenEndpoint(auth),
      'GET /items': guard(security(currentUser, 'items:read'), () => ['Foo']),
    }),
  ),
)
