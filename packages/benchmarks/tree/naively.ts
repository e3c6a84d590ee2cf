import { HttpError, InsufficientScopeError, UnauthenticatedError } from '@scopetree/core'
import { accounts, type Request, type Tree, type User } from './trees.js'

/** As FastAPI resolves: from the route inwards, with every request, each function once for the scopes it sees. */
export function naiveResolver({ nodes }: Tree): (request: Request) => Promise<unknown> {
  async function resolve(
    index: number,
    scopes: readonly string[],
    request: Request,
    known: Map<string, unknown>,
  ): Promise<unknown> {
    const key = `${index} ${scopes.toSorted().join(' ')}`
    if (known.has(key)) return known.get(key)
    const { needs = [], scopes: own = [] } = nodes[index] ?? {}
    const values: unknown[] = []
    for (const need of needs) values.push(await resolve(need, [...scopes, ...own], request, known))
    const value = await compute(values, scopes, request)
    known.set(key, value)
    return value
  }
  return (request) => resolve(nodes.length - 1, [], request, new Map())
}

function compute([first, second]: readonly unknown[], scopes: readonly string[], { headers }: Request): unknown {
  if (second !== undefined) return { left: first, right: second }
  if (first === undefined) {
    const account = accounts.get(headers['x-key'] ?? '')
    if (account === undefined) throw new UnauthenticatedError()
    const missing = scopes.filter((scope) => !account.scopes.includes(scope as 'a'))
    if (missing.length > 0) throw new InsufficientScopeError(missing)
    return account.user
  }
  const user = first as User
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
}
