import { createServer } from 'node:http'
import { anyOf, apiKey, defineAuth, getCurrentUser, hs256, oauth2PasswordBearer, security } from '@scopetree/core'
import { guard, routes, tokenEndpoint } from '@scopetree/node'
import { findUser } from '../scopes/security/users.js'
import { listen } from '../serve.js'
import { findService, issueKey, revokeKeys } from './keys.js'

const scopes = { reports: 'Read reports.', upload: 'Send figures.', keys: 'Give and revoke keys of services.' }

const auth = defineAuth({
  key: hs256(process.env.SECRET_KEY ?? crypto.randomUUID()),
  scopes,
  // Who is disabled is nobody, at the login and with a token from before.
  findUser: (username) => {
    const account = findUser(username)
    return account?.user.disabled ? undefined : account
  },
  scopesFor: () => ['reports', 'keys'],
})

const user = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, (token) => getCurrentUser(auth, token))

const service = apiKey(
  { in: 'header', key: 'x-api-key', scopes: { reports: scopes.reports, upload: scopes.upload } },
  (key) => {
    const found = findService(key)
    return found && { user: found, scopes: found.scopes }
  },
)

listen(
  createServer(
    routes({
      'POST /token': tokenEndpoint(auth),
      'POST /services/:name/key': guard(security(user, 'keys'), (req, res, user, { name = '' }) => ({
        key: issueKey({ name, scopes: ['reports'] }),
      })),
      'DELETE /services/:name/key': guard(security(user, 'keys'), (req, res, user, { name = '' }) => {
        revokeKeys(name)
        res.writeHead(204).end()
      }),
      'GET /reports': guard(security(anyOf(user, service), 'reports'), () => [{ title: 'Sales' }]),
      'POST /figures': guard(security(service, 'upload'), (req, res, { name }) => ({ from: name })),
    }),
  ),
)
