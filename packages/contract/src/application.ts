import {
  anyOf,
  apiKey,
  depends,
  hs256,
  HttpError,
  InvalidTokenError,
  oauth2PasswordBearer,
  security,
  UnavailableError,
  type InvalidTokenReason,
  type PasswordHasher,
  type PasswordIssuer,
} from '@scopetree/core'
import type { ContractRoute } from './host.js'
import { SIGNING_KEY } from './signing-key.js'

export const DEAD_DATABASE = new Error('the database is down')
export const BROKEN_HANDLER = new Error('the handler is broken')

/** Costs nothing, so that the tests do not wait for hashes. */
const plain: PasswordHasher = {
  hash: async (password) => `plain:${password}`,
  verify: async (password, hash) => hash === `plain:${password}`,
  recognises: (hash) => hash.startsWith('plain:'),
  isOutdated: () => false,
}

const auth: PasswordIssuer<unknown, 'me'> = {
  key: hs256('a secret of the tests, which is long enough'),
  scopes: { me: 'Me.' },
  scopesFor: () => ['me'],
  findUser: (username) => {
    if (username === 'dead') throw DEAD_DATABASE
    return username === 'johndoe' ? { user: { username }, passwordHash: 'plain:secret' } : undefined
  },
  hasher: plain,
}

/** What the application has noticed. */
export interface Log {
  verified: number
  handled: number
  /** What each cleanup was told. */
  readonly closed: unknown[]
}

/** Opened by a test when a handler that waits may go on. */
export interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

export function newGate(): Gate {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

/** One application for all adapters. A token says what becomes of it: `me items` is granted these scopes. */
export function application(log: Log, gate: Gate) {
  const scopes = { me: 'Me.', items: 'Items.' }
  const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, async (token) => {
    log.verified += 1
    await Promise.resolve()
    return verify(token)
  })
  const serviceKey = apiKey({ in: 'header', key: 'x-api-key', scopes }, (key) =>
    key === 'good' ? { user: { name: 'service' }, scopes: [] } : null,
  )
  const activeUser = depends(security(currentUser, 'me'), (user) => {
    if (user.name === 'disabled') throw new HttpError(400, 'Inactive user')
    return user
  })
  const resource = depends(({ defer }) => {
    defer((error) => void log.closed.push(error))
    return 'open'
  })
  const item = depends(({ request }) => ({
    id: request.param('id'),
    q: request.query('q'),
    header: request.header('x-a'),
  }))
  const picky = depends(() => {
    throw new HttpError(409, { why: ['because', 'ü'] }, { 'x-reason': 'picky', 'retry-after': '3' })
  })
  const noParameter = depends(({ request }) => request.param('nope'))

  const routes: readonly ContractRoute[] = [
    { method: 'GET', path: '/user', guard: { user: activeUser }, handler: ({ user }) => user },
    { method: 'GET', path: '/items', guard: { user: security(activeUser, 'items') }, handler: ({ user }) => [user] },
    { method: 'GET', path: '/either', guard: { user: anyOf(currentUser, serviceKey) }, handler: ({ user }) => user },
    { method: 'GET', path: '/items/:id', guard: { item, user: currentUser }, handler: ({ item }) => item },
    { method: 'GET', path: '/open', guard: { resource }, handler: (values) => values },
    { method: 'GET', path: '/no-parameter', guard: { noParameter }, handler: () => 'never' },
    { method: 'GET', path: '/picky', guard: { resource, picky }, handler: () => 'never' },
    { method: 'GET', path: '/broken', guard: { resource }, handler: () => Promise.reject(BROKEN_HANDLER) },
    {
      method: 'GET',
      path: '/refusing',
      guard: { resource },
      handler: () => {
        throw new HttpError(402, 'Pay first')
      },
    },
    {
      method: 'GET',
      path: '/slow',
      guard: { resource },
      handler: async () => {
        log.handled += 1
        await gate.opened
        return 'slow'
      },
    },
    { method: 'GET', path: '/stream', guard: { resource }, handler: () => parts(gate) },
    { method: 'POST', path: '/body', guard: { user: currentUser }, parsesBody: true, handler: (_, body) => body },
    {
      method: 'GET',
      path: '/behind/items',
      guard: { user: security(currentUser, 'items'), resource },
      handler: ({ user }) => user,
    },
  ]
  return { routes, behind: depends({ user: security(currentUser, 'me'), resource }), auth, keys: SIGNING_KEY }
}

function verify(token: string) {
  if (token === 'dead') throw DEAD_DATABASE
  if (token === 'busy') throw new UnavailableError('keys', 6.5, { cause: DEAD_DATABASE })
  if (token === 'nobody') return null
  if (token.startsWith('bad-')) throw new InvalidTokenError(token.slice(4) as InvalidTokenReason)
  return {
    user: { name: token === 'disabled' ? token : 'ü johndoe' },
    scopes: token === 'disabled' ? ['me'] : token.split('+'),
  }
}

async function* parts(gate: Gate): AsyncGenerator<string> {
  yield 'begin '
  await gate.opened
  yield 'end'
}
