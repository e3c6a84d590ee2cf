import {
  depends,
  httpBearer,
  apiKey,
  InsufficientScopeError,
  security,
  type Dependency,
  type DependencyContext,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { refusal } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken, type Scope, type User } from './users.js'

const currentUser = usersByToken()
const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  return user
})

/** A dependency that gives the scopes it sees. */
function scopesAt(dependency: Dependency<User, Scope>): Dependency<readonly Scope[], Scope> {
  return depends(dependency, (_, context: DependencyContext<Scope>) => context.requiredScopes)
}

describe('scopes add up from the route to the scheme', () => {
  it('outermost first', async () => {
    expect(await refusal(security(activeUser, 'items'), bearer('ada:'))).toMatchObject({
      code: 'insufficient_scope',
      scopes: ['items', 'me'],
      missing: ['items', 'me'],
    })
  })

  it('in the order in which one place demands them', async () => {
    const route = security(currentUser, 'items', 'admin', 'me')
    expect(await refusal(route, bearer('ada:admin'))).toMatchObject({
      scopes: ['items', 'admin', 'me'],
      missing: ['items', 'me'],
    })
  })

  it('whether demanded at once or one around the other', async () => {
    const route = security(security(currentUser, 'me'), 'items')
    expect(await refusal(route, bearer('ada:'))).toMatchObject({ scopes: ['items', 'me'] })
  })

  it('without repeats', async () => {
    const route = security(security(activeUser, 'items', 'me'), 'me', 'items')
    expect(await refusal(route, bearer('ada:'))).toMatchObject({ scopes: ['me', 'items'] })
  })

  it('as the union over every path, where several dependencies need the same one', async () => {
    let runs = 0
    const shared = depends(currentUser, (_, { requiredScopes }) => {
      runs += 1
      return requiredScopes
    })
    const route = depends({ one: security(shared, 'me'), two: security(shared, 'items') })
    const both = ['me', 'items']
    expect(await route(bearer('ada:me,items'))).toEqual({ one: both, two: both })
    expect(runs).toBe(1)
  })

  it('in order of declaration among siblings', async () => {
    const one = depends(security(currentUser, 'me'), (user) => user)
    const two = depends(security(currentUser, 'items'), (user) => user)
    expect(await refusal(depends({ one, two }), bearer('ada:'))).toMatchObject({ scopes: ['me', 'items'] })
    expect(await refusal(depends({ two, one }), bearer('ada:'))).toMatchObject({ scopes: ['items', 'me'] })
  })

  it('and what is demanded further out comes first also where it is declared later', async () => {
    const inner = depends(security(currentUser, 'me'), (user) => user)
    const route = depends({ inner, outer: security(currentUser, 'items') })
    const sandwich = depends({ inner: route, direct: security(currentUser, 'admin') })
    expect(await refusal(sandwich, bearer('ada:'))).toMatchObject({ scopes: ['admin', 'items', 'me'] })
  })

  it('do not leak from one sibling into another', async () => {
    const one = scopesAt(security(currentUser, 'me'))
    const two = scopesAt(security(currentUser, 'items'))
    const route = security(depends({ one: security(one, 'admin'), two }), 'me')
    expect(await route(bearer('ada:me,items,admin'))).toEqual({ one: ['me', 'admin'], two: ['me'] })
  })

  it('do not leak upwards: a dependency does not see what it demands itself', async () => {
    expect(await scopesAt(activeUser)(bearer('ada:me'))).toEqual([])
  })

  it('do not leak from one guard into another of the same request', async () => {
    const see = scopesAt(currentUser)
    const request = bearer('ada:me,items')
    expect(await security(see, 'me')(request)).toEqual(['me'])
    expect(await security(see, 'items')(request)).toEqual(['items'])
    expect(await see(request)).toEqual([])
  })

  it('and what is computed from something that sees others in another guard is another value there', async () => {
    const rows = scopesAt(currentUser)
    const page = depends(rows, (seen) => `page of ${seen.join()}`)
    const admin = depends({ page, rows: security(rows, 'items') }, (values) => values.page)
    const there = bearer('ada:items')
    expect([await page(there), await admin(there), await page(there)]).toEqual([
      'page of ',
      'page of items',
      'page of ',
    ])
  })

  it('and what does not see them runs once, whatever the scheme below it has to compare', async () => {
    let runs = 0
    const profile = depends(currentUser, () => (runs += 1))
    const both = depends({ profile, user: security(currentUser, 'items') })
    const there = bearer('ada:items')
    await profile(there)
    await both(there)
    expect(runs).toBe(1)
  })

  it('reach only the schemes that declare them', async () => {
    const service = apiKey({ in: 'header', key: 'x-key', scopes: { stats: 'Read figures.' } }, (key) => ({
      user: key,
      scopes: key.split(','),
    }))
    const route = security(depends({ user: activeUser, service }), 'stats', 'items')
    const headers = { authorization: 'Bearer ada:me,items', 'x-key': 'stats' }
    expect(await route(request(headers))).toEqual({ user: { name: 'ada' }, service: 'stats' })
    expect(await refusal(route, request({ ...headers, 'x-key': 'other' }))).toMatchObject({
      scopes: ['stats'],
      challenges: [{ scheme: 'APIKey' }],
    })
    expect(await refusal(route, request({ ...headers, authorization: 'Bearer ada:me,stats' }))).toMatchObject({
      scopes: ['items', 'me'],
    })
  })

  it('reach every scheme that declares them', async () => {
    const one = httpBearer({ name: 'One', scopes: { me: '' } }, () => ({ user: 1, scopes: ['me'] }))
    const two = httpBearer({ name: 'Two', scopes: { me: '' } }, () => ({ user: 2, scopes: [] }))
    expect(await refusal(security(depends({ one, two }), 'me'), bearer('x'))).toBeInstanceOf(InsufficientScopeError)
  })

  it('are not seen by what has no scheme below it', async () => {
    const resource = depends(({ requiredScopes }) => requiredScopes)
    expect(await security(depends({ resource, currentUser }), 'me')(bearer('ada:me'))).toMatchObject({ resource: [] })
  })

  it('cannot be changed by a dependency that sees them', async () => {
    const greedy = depends(currentUser, (_, { requiredScopes }) => {
      ;(requiredScopes as string[]).push('admin')
    })
    await expect(greedy(bearer('ada:'))).rejects.toThrow(TypeError)
  })
})

describe('scopes are compared', () => {
  it.each([
    ['exactly', 'ada:me'],
    ['in any order', 'ada:items,me'],
  ])('%s', async (_, token) => {
    await expect(security(currentUser, 'me')(bearer(token))).resolves.toEqual({ name: 'ada' })
  })

  it.each([
    ['with case', 'ada:ME'],
    ['as a whole and not as a part', 'ada:me2'],
    ['one by one: a list in one text grants nothing', 'ada:me items'],
    ['and none is granted by default', 'ada'],
  ])('%s', async (_, token) => {
    await expect(security(currentUser, 'me')(bearer(token))).rejects.toThrow(InsufficientScopeError)
  })

  it('also where the verifier names none at all', async () => {
    const bare = httpBearer({ scopes: { me: '' } }, () => ({ user: 1 }))
    await expect(security(bare, 'me')(bearer('x'))).rejects.toThrow(InsufficientScopeError)
    await expect(bare(bearer('x'))).resolves.toBe(1)
  })
})

describe('a scope that nothing would check is refused when the tree is built', () => {
  it('below no scheme at all', () => {
    const resource = depends(function database() {
      return 1
    })
    expect(() => security(resource, 'me' as never)).toThrow(
      new TypeError('security(database, "me"): nothing below checks that scope; known: none'),
    )
  })

  it('misspelt', () => {
    expect(() => security(activeUser, 'itmes' as never)).toThrow(
      new TypeError('security(activeUser, "itmes"): nothing below checks that scope; known: me, items, admin'),
    )
  })

  it('in second place', () => {
    expect(() => security(activeUser, 'me', 'itmes' as never)).toThrow('"itmes"')
  })

  it('named like something that every object has', () => {
    expect(() => security(activeUser, 'constructor' as never)).toThrow(TypeError)
    expect(() => security(activeUser, '__proto__' as never)).toThrow(TypeError)
  })

  it('and below a record it is enough that one of them checks it', async () => {
    const resource = depends(() => 1)
    const route = security(depends({ resource, currentUser }), 'me')
    await expect(route(bearer('ada:'))).rejects.toThrow(InsufficientScopeError)
  })
})
