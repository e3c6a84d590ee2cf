import { apiKey, depends, HttpError, security, type Dependency } from '@scopetree/core'
import { resolve } from '@scopetree/core/adapter'
import { accounts, SCOPES, type Request, type Tree, type User } from './trees.js'

type AnyScopes = Dependency<unknown, string>

/** The guard of a tree: a function that resolves it for a request, with its memory and what adapters do around it. */
export function guardOf({ nodes }: Tree): (request: Request) => unknown {
  const built: AnyScopes[] = []
  for (const { needs, scopes } of nodes) built.push(node(needs.map((need) => demanding(built, need, scopes))))
  const root = built.at(-1)
  if (root === undefined) throw new Error('An empty tree')
  const dependency = root as Dependency<unknown>
  return (request) => resolve(dependency, request, { whenOver })
}

/** Nothing is deferred here. */
function whenOver(): void {}

function demanding(built: readonly AnyScopes[], need: number, scopes: readonly string[]): AnyScopes {
  const dependency = built[need]
  if (dependency === undefined) throw new Error('What a node needs stands before it')
  return security(dependency, ...scopes)
}

function node(needs: readonly AnyScopes[]): AnyScopes {
  const [first, second] = needs
  if (first === undefined) {
    const scopes = Object.fromEntries(SCOPES.map((scope) => [scope, '']))
    return apiKey({ in: 'header', key: 'x-key', scopes }, (key) => accounts.get(key) ?? null)
  }
  if (second !== undefined) return depends({ left: first, right: second }) as AnyScopes
  return depends(first, (value) => {
    const user = value as User
    if (user.disabled) throw new HttpError(400, 'Inactive user')
    return user
  }) as AnyScopes
}
