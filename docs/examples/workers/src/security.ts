import { apiKey, getCurrentUser, httpBearer, type VerifierContext } from '@scopetree/core'
import { honoContext } from '@scopetree/hono'
import { configOf, scopes, type Env } from './config.js'

function configFor(context: VerifierContext) {
  return configOf(honoContext<{ Bindings: Env }>(context).env)
}

/** Whoever the issuer's token names: without `findUser` the user is the token's claims. */
export const currentUser = httpBearer({ scopes, bearerFormat: 'JWT' }, (token, context) =>
  getCurrentUser(configFor(context).users, token),
)

/** The note that a link is for: a token of our own, which names it as its subject. */
export const link = apiKey({ in: 'query', key: 'link', name: 'Link' }, (token, context) =>
  getCurrentUser(configFor(context).links, token),
)
