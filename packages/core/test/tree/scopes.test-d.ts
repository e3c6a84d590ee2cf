import {
  anyOf,
  apiKey,
  authentication,
  depends,
  httpBearer,
  optional,
  run,
  security,
  type Dependency,
  type ScopesOf,
} from '@scopetree/core/tree'
import { describe, expectTypeOf, it } from 'vitest'

interface User {
  readonly username: string
}

const scopes = { me: 'Read yourself.', items: 'Read items.' }
const currentUser = httpBearer({ scopes }, (username) => ({ user: { username } }))
const service = apiKey({ in: 'header', key: 'x-key', scopes: { items: '', stats: '' } }, (key) => ({ user: { key } }))
const resource = depends(() => 1)
const anyRequest = new Request('http://localhost/')

describe('the scopes of a dependency', () => {
  it('are those of its scheme', () => {
    expectTypeOf<ScopesOf<typeof currentUser>>().toEqualTypeOf<'me' | 'items'>()
    expectTypeOf(security(currentUser, 'me')).toEqualTypeOf<Dependency<{ username: string }, 'me' | 'items'>>()
    expectTypeOf(authentication(currentUser)).toExtend<Dependency<unknown, 'me' | 'items'>>()
    expectTypeOf(authentication(currentUser)).not.toExtend<Dependency<unknown, 'admin'>>()
  })

  it('are none where there is no scheme, or it declares none', () => {
    expectTypeOf<ScopesOf<typeof resource>>().toBeNever()
    const bare = httpBearer({}, () => ({ user: 1 }))
    expectTypeOf<ScopesOf<typeof bare>>().toBeNever()
    // @ts-expect-error nothing below would check it
    expectTypeOf(() => security(resource, 'me')).toBeFunction()
    // @ts-expect-error nothing below would check it
    expectTypeOf(() => security(bare, 'me')).toBeFunction()
  })

  it('are those that any of a record knows', () => {
    const all = depends({ user: currentUser, service, resource })
    expectTypeOf<ScopesOf<typeof all>>().toEqualTypeOf<'me' | 'items' | 'stats'>()
  })

  it('are those that every alternative knows', () => {
    const caller = anyOf(currentUser, service)
    expectTypeOf(caller).toEqualTypeOf<Dependency<{ username: string } | { key: string }, 'items'>>()
    expectTypeOf(security(caller, 'items')).toEqualTypeOf(caller)
    // @ts-expect-error the key does not know it, and would be let through
    expectTypeOf(() => security(caller, 'me')).toBeFunction()
    const disjoint = anyOf(
      currentUser,
      httpBearer({ scopes: { stats: '' } }, () => ({ user: 1 })),
    )
    expectTypeOf<ScopesOf<typeof disjoint>>().toBeNever()
  })

  it('of three alternatives are those that all three know', () => {
    const third = httpBearer({ scopes: { items: '', me: '', other: '' } }, () => ({ user: 1 }))
    expectTypeOf<
      ScopesOf<ReturnType<typeof anyOf<[typeof currentUser, typeof service, typeof third]>>>
    >().toEqualTypeOf<'items'>()
  })

  it('of alternatives in a list of no known length are none', () => {
    const list: [typeof service, typeof service, ...(typeof currentUser)[]] = [service, service]
    expectTypeOf<ScopesOf<ReturnType<typeof anyOf<typeof list>>>>().toBeNever()
    // @ts-expect-error how many there are is not known
    expectTypeOf(() => security(anyOf(...list), 'items')).toBeFunction()
  })

  it('are demanded inside `optional`, never of it', () => {
    expectTypeOf(optional(security(currentUser, 'me'))).toEqualTypeOf<Dependency<{ username: string } | null>>()
    // @ts-expect-error a guest has no scopes
    expectTypeOf(() => security(optional(currentUser), 'me')).toBeFunction()
  })
})

describe('a misspelt scope does not compile', () => {
  it('wherever it stands', () => {
    // @ts-expect-error misspelt
    expectTypeOf(() => security(currentUser, 'itmes')).toBeFunction()
    // @ts-expect-error misspelt, in second place
    expectTypeOf(() => security(currentUser, 'me', 'itmes')).toBeFunction()
    // @ts-expect-error misspelt, three levels above the scheme
    expectTypeOf(() => security(depends({ a: depends({ b: depends({ currentUser }) }) }), 'itmes')).toBeFunction()
    // @ts-expect-error misspelt, where the result is asked for no scopes
    expectTypeOf(() => run(security(currentUser, 'itmes'), anyRequest, () => 1)).toBeFunction()
  })

  it('and what is read from outside is no scope', () => {
    const text: string = 'me'
    // @ts-expect-error any text at all
    expectTypeOf(() => security(currentUser, text)).toBeFunction()
  })
})

describe('a well-spelt one compiles in the place of an argument', () => {
  it('whatever it is demanded of', () => {
    const ask = <T>(dependency: Dependency<T>): T => dependency as never
    expectTypeOf(() => ask(security(depends({ currentUser }), 'me'))).returns.toEqualTypeOf<{
      currentUser: { username: string }
    }>()
    expectTypeOf(() => ask(security(authentication(currentUser), 'me')).user).returns.toEqualTypeOf<{
      username: string
    }>()
    expectTypeOf(() => ask(security(anyOf(currentUser, service), 'items'))).returns.not.toBeAny()
    expectTypeOf(() => ask(optional(security(depends(currentUser), 'items')))).returns.toEqualTypeOf<{
      username: string
    } | null>()
  })
})

describe('scopes are contravariant', () => {
  it('what allows more fits where less is asked for', () => {
    expectTypeOf(currentUser).toExtend<Dependency<User>>()
    expectTypeOf(currentUser).toExtend<Dependency<User, 'me'>>()
    expectTypeOf(currentUser).toExtend<Dependency<unknown, 'me' | 'items'>>()
  })

  it('what allows less does not fit where more is asked for', () => {
    expectTypeOf(currentUser).not.toExtend<Dependency<User, 'me' | 'items' | 'admin'>>()
    expectTypeOf(currentUser).not.toExtend<Dependency<User, string>>()
    expectTypeOf(resource).not.toExtend<Dependency<number, 'me'>>()
    expectTypeOf(optional(currentUser)).not.toExtend<Dependency<User | null, 'me'>>()
  })

  it('so a function may ask for what it will demand', () => {
    const admin = <T>(dependency: Dependency<T, 'me'>): Dependency<T, 'me'> => security(dependency, 'me')
    expectTypeOf(admin(currentUser)).toEqualTypeOf<Dependency<{ username: string }, 'me'>>()
    // @ts-expect-error knows no scope `me`
    expectTypeOf(() => admin(service)).toBeFunction()
  })
})

describe('a context names the scopes that may be demanded', () => {
  it('of a function, and never of what has no scheme', () => {
    depends(currentUser, (_, { requiredScopes }) => {
      expectTypeOf(requiredScopes).toEqualTypeOf<readonly ('me' | 'items')[]>()
    })
    depends(({ requiredScopes }) => {
      expectTypeOf(requiredScopes).toEqualTypeOf<readonly never[]>()
    })
  })

  it('and a verifier has none to judge', () => {
    httpBearer({ scopes }, (_, context) => {
      expectTypeOf(context).not.toHaveProperty('requiredScopes')
      return null
    })
  })
})
