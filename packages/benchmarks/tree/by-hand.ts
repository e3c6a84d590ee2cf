import { HttpError, InsufficientScopeError, UnauthenticatedError } from '@scopetree/core'
import { accounts, type Request, type User } from './trees.js'

/** What somebody would write who needs exactly one of these trees, and cares for every check in it. */
export const byHand: Readonly<Record<string, (request: Request) => unknown>> = {
  'chain of five': (request) => e(d(c(b(a(authenticate(request, [])))))),
  diamond: (request) => {
    const user = authenticate(request, ['a', 'b'])
    return { left: a(user), right: b(user) }
  },
  'chain of five, a scope at each level': (request) => e(d(c(b(a(authenticate(request, ['e', 'd', 'c', 'b', 'a'])))))),
}

/** The same of async functions, which is how such functions are usually written: any of them may ask a database one day. */
export const asyncByHand: Readonly<Record<string, (request: Request) => Promise<unknown>>> = {
  'chain of five': async (request) => late(late(late(late(late(lateUser(request, [])))))),
  diamond: async (request) => {
    const user = await lateUser(request, ['a', 'b'])
    return { left: await late(user), right: await late(user) }
  },
  'chain of five, a scope at each level': async (request) =>
    late(late(late(late(late(lateUser(request, ['e', 'd', 'c', 'b', 'a'])))))),
}

async function lateUser(request: Request, scopes: readonly string[]): Promise<User> {
  return authenticate(request, scopes)
}

async function late(user: User | Promise<User>): Promise<User> {
  return a(await user)
}

function authenticate({ headers }: Request, scopes: readonly string[]): User {
  const key = headers['x-key']
  const account = key === undefined ? undefined : accounts.get(key)
  if (account === undefined) throw new UnauthenticatedError()
  const missing = scopes.filter((scope) => !account.scopes.includes(scope as 'a'))
  if (missing.length > 0) throw new InsufficientScopeError(missing)
  return account.user
}

function a(user: User): User {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
}
const [b, c, d, e] = [a, a, a, a].map((check) => (user: User) => check(user)) as [
  typeof a,
  typeof a,
  typeof a,
  typeof a,
]
