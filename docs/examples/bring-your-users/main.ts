import { createServer } from 'node:http'
import {
  defineAuth,
  depends,
  fastapi,
  getCurrentUser,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
} from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'
import { auth as tutorial } from '../scopes/security/dependencies.js'
import { serve } from '../serve.js'
import { findUser, savePasswordHash } from './users/accounts.js'
import { hasher } from './users/hasher.js'

const { SECRET_KEY = crypto.randomUUID() } = process.env
const { scopes, scopeClaim, expiresIn } = tutorial

const auth = defineAuth({
  key: hs256(SECRET_KEY), // make one: openssl rand -hex 32
  scopes,
  scopeClaim,
  expiresIn,
  scopesFor: () => ['me', 'items'],
  findUser,
  hasher,
  savePasswordHash,
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, (token) => getCurrentUser(auth, token))

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

const table = {
  'POST /token': tokenEndpoint(auth, fastapi),

  'GET /users/me/': guard(activeUser, (req, res, user) => user),

  'GET /users/me/items/': guard(security(activeUser, 'items'), (req, res, user) => [
    { item_id: 'Foo', owner: user.username },
  ]),
}

export const server = serve(createServer(routes(table, fastapi)))
