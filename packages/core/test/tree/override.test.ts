import { override } from '@scopetree/core/testing'
import {
  anyOf,
  apiKey,
  authentication,
  depends,
  explain,
  HttpError,
  InvalidTokenError,
  optional,
  run,
  security,
  type Dependency,
  type DependencyContext,
  UnauthenticatedError,
} from '@scopetree/core/tree'
import { afterEach, describe, expect, it } from 'vitest'
import { answer, refusal } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()
const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.name === 'disabled') throw new HttpError(400, 'Inactive user')
  return user
})
const route = security(activeUser, 'items')

afterEach(async () => {
  const { status } = await answer(route, request())
  if (status !== 401) throw new Error('a test left an override in force')
})

describe('an overridden scheme', () => {
  it('authenticates as it is told, whatever the request carries', async () => {
    using _ = override(currentUser, () => ({ user: { name: 'fake' }, scopes: ['me', 'items'] }))
    expect(await route(request())).toEqual({ name: 'fake' })
    expect(await route(bearer('nobody'))).toEqual({ name: 'fake' })
    expect(await route(bearer('a, Bearer b'))).toEqual({ name: 'fake' })
  })

  it('stays enforced: scopes that it does not grant are missing', async () => {
    using _ = override(currentUser, () => ({ user: { name: 'fake' }, scopes: ['me'] }))
    expect(await answer(route, request())).toEqual({
      status: 403,
      challenge:
        'Bearer error="insufficient_scope", error_description="The access token lacks a scope that this request needs", scope="items me"',
      body: {
        error: 'insufficient_scope',
        error_description: 'The access token lacks a scope that this request needs',
        scope: 'items me',
      },
    })
    using none = override(currentUser, () => ({ user: { name: 'fake' } }))
    expect(none).toHaveProperty('restore')
    expect(await refusal(route, request())).toMatchObject({ missing: ['items', 'me'] })
  })

  it('refuses where it answers null', async () => {
    using _ = override(currentUser, async () => null)
    expect(await refusal(route, request())).toMatchObject({ reason: 'unknown_user' })
  })

  it('refuses as it is told, also where it is optional: with it a request has credentials', async () => {
    using _ = override(currentUser, () => {
      throw new UnauthenticatedError()
    })
    await expect(optional(currentUser)(request())).rejects.toThrow(UnauthenticatedError)
  })

  it('is seen by what stands on top of it', async () => {
    using _ = override(currentUser, () => ({ user: { name: 'disabled' }, scopes: ['me', 'items'] }))
    expect(await answer(route, request())).toMatchObject({ status: 400 })
  })

  it('is seen inside `anyOf`, `optional` and `authentication`', async () => {
    const service = apiKey({ in: 'header', key: 'x-key' }, () => null)
    using _ = override(currentUser, () => ({ user: { name: 'fake' }, scopes: ['me'] }))
    const user = { name: 'fake' }
    expect(await anyOf(service, currentUser)(request())).toEqual(user)
    expect(await optional(activeUser)(request())).toEqual(user)
    expect(await authentication(currentUser)(request())).toEqual({ user, scopes: ['me'], claims: undefined })
    expect(await refusal(optional(security(currentUser, 'admin')), request())).toMatchObject({
      code: 'insufficient_scope',
    })
  })

  it('gets a context, and is asked once per request', async () => {
    let asked = 0
    using _ = override(currentUser, ({ request }) => {
      asked += 1
      return { user: { name: request.header('x-user') ?? 'none' }, scopes: ['me', 'items'] }
    })
    const sent = request({ 'x-user': 'ada' })
    expect(await Promise.all([route(sent), activeUser(sent)])).toEqual([{ name: 'ada' }, { name: 'ada' }])
    expect(asked).toBe(1)
  })

  it('must be the scheme itself', () => {
    expect(() => override(security(currentUser, 'me'), () => ({ name: 'fake' }))).toThrow(
      new TypeError('override(): override OAuth2PasswordBearer itself, and not with scopes demanded of it'),
    )
  })
})

describe('an overridden dependency', () => {
  it('gives what it is told, and asks nobody below it', async () => {
    using _ = override(activeUser, () => ({ name: 'fake' }))
    expect(await route(request())).toEqual({ name: 'fake' })
    expect(await depends({ user: route })(request())).toEqual({ user: { name: 'fake' } })
  })

  it('is overridden wherever and with whatever scopes it stands', async () => {
    const top = depends(route, (user) => user.name)
    using _ = override(route, () => ({ name: 'fake' }))
    expect(await top(request())).toBe('fake')
    expect(await activeUser(request())).toEqual({ name: 'fake' })
  })

  it('sees the scopes that are demanded of it', async () => {
    const seen = depends(currentUser, (_, { requiredScopes }) => requiredScopes)
    using _ = override(seen, ({ requiredScopes }) => requiredScopes)
    const one = request()
    expect(await security(seen, 'me')(one)).toEqual(['me'])
    expect(await security(seen, 'items', 'me')(one)).toEqual(['items', 'me'])
    expect(await seen(one)).toEqual([])
  })

  it('may refuse, defer and use others', async () => {
    const log: unknown[] = []
    const resource = depends(() => 'resource')
    using _ = override(activeUser, async ({ defer, use }) => {
      defer((error) => void log.push(error))
      log.push(await use(resource))
      throw new HttpError(418, 'no')
    })
    await expect(run(route, request(), () => {})).rejects.toThrow('no')
    expect(log).toEqual(['resource', expect.any(HttpError)])
  })

  it('may be a choice or an authentication', async () => {
    const maybe = optional(activeUser)
    const either = anyOf(activeUser, currentUser)
    const session = authentication(currentUser)
    using _ = override(maybe, () => null)
    using __ = override(either, () => ({ name: 'either' }))
    using ___ = override(session, () => ({ user: { name: 'session' }, scopes: [], claims: undefined }))
    expect(await depends({ maybe, either, session })(request())).toMatchObject({
      maybe: null,
      either: { name: 'either' },
      session: { user: { name: 'session' } },
    })
  })

  it('that refuses is refused, where it is optional and there are no credentials', async () => {
    const maybe = optional(activeUser)
    using _ = override(activeUser, () => {
      throw new InvalidTokenError('revoked')
    })
    expect(await refusal(maybe, request())).toMatchObject({ reason: 'revoked' })
  })

  it('cannot use what needs it', async () => {
    const resource = depends(function resource() {
      return 1
    })
    const user = depends(({ use }) => use(resource))
    using _ = override(resource, ({ use }: DependencyContext) => use(user))
    await expect(user(request())).rejects.toThrow(TypeError)
  })

  it('is resolved on demand in its new form', async () => {
    const resource = depends(() => 'real')
    const user = depends(({ use }) => use(resource))
    using _ = override(resource, () => 'fake')
    expect(await user(request())).toBe('fake')
  })
})

describe('overrides', () => {
  const value = depends(() => 'real')
  const now = (dependency: Dependency<string> = value): Promise<string> => dependency(request())

  it('nest', async () => {
    const outer = override(value, () => 'outer')
    {
      using _ = override(value, () => 'inner')
      expect(await now()).toBe('inner')
    }
    expect(await now()).toBe('outer')
    outer.restore()
    expect(await now()).toBe('real')
  })

  it('are undone in any order, and any number of times', async () => {
    const one = override(value, () => 'one')
    const two = override(value, () => 'two')
    const three = override(value, () => 'three')
    two.restore()
    expect(await now()).toBe('three')
    three.restore()
    three.restore()
    expect(await now()).toBe('one')
    one.restore()
    expect(await now()).toBe('real')
    two.restore()
    expect(await now()).toBe('real')
  })

  it('are undone by `using`, also after an error', async () => {
    const failing = (): void => {
      using _ = override(value, () => 'fake')
      throw new Error('test failed')
    }
    expect(failing).toThrow('test failed')
    expect(await now()).toBe('real')
  })

  it('of the same function twice are two', async () => {
    const fn = (): string => 'fake'
    const one = override(value, fn)
    const two = override(value, fn)
    one.restore()
    expect(await now()).toBe('fake')
    two.restore()
    expect(await now()).toBe('real')
  })

  it('reach guards that were made and used before', async () => {
    const guard = depends({ value })
    expect(await guard(request())).toEqual({ value: 'real' })
    using _ = override(value, () => 'fake')
    expect(await guard(request())).toEqual({ value: 'fake' })
  })

  it('do not change what the tree says of itself', () => {
    const before = explain(route)
    using _ = override(currentUser, () => null)
    using __ = override(activeUser, () => ({ name: 'fake' }))
    expect(explain(route)).toBe(before)
  })
})
