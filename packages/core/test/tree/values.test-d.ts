import {
  anyOf,
  apiKey,
  authentication,
  depends,
  httpBasic,
  httpBearer,
  optional,
  run,
  security,
  type Dependency,
  type ValueOf,
} from '@scopetree/core/tree'
import { guarded } from '@scopetree/core/adapter'
import { override } from '@scopetree/core/testing'
import { describe, expectTypeOf, it } from 'vitest'

interface User {
  readonly username: string
  readonly disabled: boolean
}

declare function findUser(token: string): Promise<User | undefined>

const currentUser = httpBearer({ scopes: { me: '' } }, async (token) => {
  const user = await findUser(token)
  return user && { user, scopes: ['me'], claims: { tenant: 'acme' } }
})
const database = depends(async () => ({ query: (sql: string): string[] => [sql] }))

describe('the value of a dependency', () => {
  it('is what its function returns, awaited', () => {
    expectTypeOf(currentUser).returns.resolves.toEqualTypeOf<User>()
    expectTypeOf(depends(() => 1)).returns.resolves.toEqualTypeOf<number>()
    expectTypeOf(depends(async () => 1)).returns.resolves.toEqualTypeOf<number>()
    expectTypeOf(depends(currentUser, async (user) => user.username)).returns.resolves.toEqualTypeOf<string>()
  })

  it('is inferred through three levels', () => {
    const rows = depends({ user: security(currentUser, 'me'), database }, ({ user, database }) => {
      expectTypeOf(user).toEqualTypeOf<User>()
      return database.query(user.username)
    })
    const page = depends({ rows, user: currentUser }, async ({ rows, user }) => ({ rows, owner: user.username }))
    const route = depends({ page })
    expectTypeOf(route).toEqualTypeOf<Dependency<{ page: { rows: string[]; owner: string } }, 'me'>>()
  })

  it('of a record is a record that may be written to', () => {
    expectTypeOf<ValueOf<{ readonly user: typeof currentUser; readonly n: Dependency<number> }>>().toEqualTypeOf<{
      user: User
      n: number
    }>()
  })

  it('of alternatives is one of theirs', () => {
    const service = apiKey({ in: 'query', key: 'k' }, (key) => ({ user: { service: key } }))
    expectTypeOf(anyOf(currentUser, service)).returns.resolves.toEqualTypeOf<User | { service: string }>()
  })

  it('that is optional may be null', () => {
    expectTypeOf(optional(currentUser)).returns.resolves.toEqualTypeOf<User | null>()
  })

  it('of an authentication is all that the verifier answered', () => {
    expectTypeOf(authentication(currentUser)).returns.resolves.toEqualTypeOf<{
      user: User
      scopes: readonly string[]
      claims: { tenant: string }
    }>()
    const bare = httpBasic({}, ({ username }) => ({ user: username }))
    expectTypeOf(authentication(bare)).returns.resolves.toEqualTypeOf<{
      user: string
      scopes: readonly string[]
      claims: unknown
    }>()
    const mixed = httpBearer({}, (token) => ({ user: token, claims: token === '' ? undefined : { tenant: 'acme' } }))
    expectTypeOf(authentication(mixed))
      .returns.resolves.toHaveProperty('claims')
      .toEqualTypeOf<{ tenant: string } | undefined>()
    // @ts-expect-error no security scheme
    expectTypeOf(() => authentication(depends(currentUser))).toBeFunction()
    // @ts-expect-error no security scheme
    expectTypeOf(() => authentication(security(currentUser, 'me'))).toBeFunction()
  })

  it('reaches the handler', () => {
    expectTypeOf(run(currentUser, new Request('http://x'), (user) => user.username)).resolves.toEqualTypeOf<string>()
    guarded({ user: currentUser, database }, ({ dependency }) => {
      expectTypeOf(dependency).returns.resolves.toExtend<{ user: User; database: object }>()
      expectTypeOf(dependency).returns.resolves.not.toBeAny()
      return () => {}
    })
  })

  it('is resolved on demand with its type', () => {
    depends(currentUser, async (_, { use }) => {
      expectTypeOf(await use(database)).toEqualTypeOf<{ query: (sql: string) => string[] }>()
    })
  })
})

describe('nothing is any', () => {
  it('not what a function is given, nor what it makes', () => {
    depends(currentUser, (user, context) => {
      expectTypeOf(user).not.toBeAny()
      expectTypeOf(context).not.toBeAny()
      expectTypeOf(context.platform).toBeUnknown()
      expectTypeOf(context.request.raw).not.toBeAny()
    })
    httpBearer({}, (token, context) => {
      expectTypeOf(token).toBeString()
      expectTypeOf(context).not.toBeAny()
      return null
    })
    expectTypeOf(depends({})).not.toBeAny()
    expectTypeOf(depends({})).returns.resolves.toEqualTypeOf<{}>()
    expectTypeOf(security(currentUser, 'me')).not.toBeAny()
    expectTypeOf(optional(currentUser)).not.toBeAny()
  })
})

describe('what does not fit does not compile', () => {
  it('a verifier that says yes and not who', () => {
    // @ts-expect-error a verifier says who
    expectTypeOf(() => httpBearer({}, () => true)).toBeFunction()
    // @ts-expect-error its scopes are a list
    expectTypeOf(() => httpBearer({}, () => ({ user: 1, scopes: 'me items' }))).toBeFunction()
  })

  it('a plain function as a dependency', () => {
    // @ts-expect-error a plain function, which no tree could see through
    expectTypeOf(() => depends({ user: (request: Request) => request.url })).toBeFunction()
  })

  it('one alternative', () => {
    // @ts-expect-error there is nothing to choose from
    expectTypeOf(() => anyOf(currentUser)).toBeFunction()
  })

  it('a property that the value has not', () => {
    // @ts-expect-error misspelt
    expectTypeOf(() => depends(currentUser, (user) => user.usrname)).toBeFunction()
    // @ts-expect-error may be null
    expectTypeOf(() => depends(optional(currentUser), (user) => user.username)).toBeFunction()
  })
})

describe('override is typed by what it replaces', () => {
  const activeUser = depends(security(currentUser, 'me'), (user) => user)
  const ada = { username: 'ada', disabled: false }
  const claims = { tenant: 'acme' }

  it('a scheme by an answer of its verifier', () => {
    expectTypeOf(() => override(currentUser, () => ({ user: ada, scopes: ['me'], claims }))).toBeFunction()
    expectTypeOf(() => override(currentUser, async () => ({ user: ada }))).toBeFunction()
    expectTypeOf(() => override(currentUser, () => null)).toBeFunction()
    // @ts-expect-error the scopes stay enforced, so it has to say which are granted
    expectTypeOf(() => override(currentUser, () => ada)).toBeFunction()
    // @ts-expect-error another user
    expectTypeOf(() => override(currentUser, () => ({ user: { name: 'ada' } }))).toBeFunction()
    // @ts-expect-error other claims
    expectTypeOf(() => override(currentUser, () => ({ user: ada, claims: { tenant: 1 } }))).toBeFunction()
  })

  it('a dependency by a value like its own', () => {
    expectTypeOf(() => override(activeUser, () => ada)).toBeFunction()
    expectTypeOf(() => override(activeUser, async () => ada)).toBeFunction()
    // @ts-expect-error another value
    expectTypeOf(() => override(activeUser, () => ({ username: 'ada' }))).toBeFunction()
    override(activeUser, ({ requiredScopes }) => {
      expectTypeOf(requiredScopes).toEqualTypeOf<readonly 'me'[]>()
      return ada
    })
  })
})
