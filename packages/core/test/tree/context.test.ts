import { open } from '@scopetree/core/adapter'
import {
  depends,
  HttpError,
  httpBearer,
  run,
  security,
  type Dependency,
  type DependencyContext,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()

describe('context.use', () => {
  it('resolves a dependency on demand, once per request', async () => {
    let opened = 0
    const database = depends(() => (opened += 1))
    const page = depends(currentUser, async (_, { use }) => [await use(database), await use(database)])
    expect(await depends({ page, database })(bearer('ada'))).toEqual({ page: [1, 1], database: 1 })
    const lazy = depends(({ request, use }) => (request.query('db') === undefined ? 'none' : use(database)))
    expect(await lazy(request())).toBe('none')
    expect(opened).toBe(1)
  })

  it('works in a verifier too', async () => {
    const tenants = depends(({ request }) => `tenant ${request.header('x-tenant')}`)
    const user = httpBearer({}, async (_, { use }) => ({ user: await use(tenants) }))
    expect(await user(request({ authorization: 'Bearer x', 'x-tenant': 'acme' }))).toBe('tenant acme')
  })

  it('resolves all that the dependency needs', async () => {
    const one = depends(() => 1)
    const two = depends({ one }, ({ one }) => one + 1)
    expect(await depends(({ use }) => use(two))(request())).toBe(2)
  })

  it('throws what the dependency throws, and it can be caught', async () => {
    const failing = depends(() => {
      throw new HttpError(404, 'no such tenant')
    })
    await expect(depends(({ use }) => use(failing))(request())).rejects.toThrow('no such tenant')
    expect(await depends(({ use }) => use(failing).catch(() => 'default'))(request())).toBe('default')
  })

  it('refuses what authenticates, so that whoever reads the tree sees it', async () => {
    const hidden = depends(({ use }) => use(security(currentUser, 'me')))
    await expect(hidden(bearer('ada:me'))).rejects.toThrow(
      new TypeError('use(OAuth2PasswordBearer): it authenticates, so make it a dependency, where its scopes are seen'),
    )
  })

  describe('refuses a cycle instead of waiting for ever', () => {
    type Late = { of?: Dependency<unknown> }
    const user = (name: string, late: Late): Dependency<unknown> =>
      depends(
        Object.defineProperty(({ use }: DependencyContext) => use(late.of ?? depends({})), 'name', { value: name }),
      )

    it('of one that uses itself', async () => {
      const late: Late = {}
      late.of = user('itself', late)
      await expect(late.of(request())).rejects.toThrow(new TypeError('use(itself): it needs itself itself'))
    })

    it('of two that use each other', async () => {
      const late: Late = {}
      const one = user('one', late)
      late.of = user('two', { of: one })
      await expect(one(request())).rejects.toThrow(new TypeError('use(one): it needs two itself'))
      await expect(late.of(request())).rejects.toThrow(TypeError)
    })

    it('of one that uses what is made from it', async () => {
      const late: Late = {}
      const one = user('one', late)
      late.of = depends(depends(one), (value) => value)
      await expect(one(request())).rejects.toThrow(TypeError)
      await expect(late.of(request())).rejects.toThrow(TypeError)
    })

    it('of two that are started together', async () => {
      const late: Late = {}
      const one = user('one', late)
      const two = user('two', { of: one })
      late.of = two
      await expect(depends({ one, two })(request())).rejects.toThrow(TypeError)
    })

    it('of a long chain with many ways through it', async () => {
      const late: Late = {}
      const first = user('first', late)
      let last: Dependency<unknown> = first
      for (let layer = 0; layer < 30; layer += 1) last = depends({ left: depends(last), right: depends(last) })
      late.of = last
      await expect(first(request())).rejects.toThrow(TypeError)
    })
  })

  it('does not take two users of one resource for a cycle', async () => {
    const shared = depends(() => 1)
    const one = depends(({ use }) => use(shared))
    const two = depends(({ use }) => Promise.all([use(shared), use(one), use(shared)]))
    expect(await depends({ one, two })(request())).toEqual({ one: 1, two: [1, 1, 1] })
  })

  it('may be called any number of times', async () => {
    const shared = depends(() => 1)
    const many = depends(async ({ use }) => {
      let sum = 0
      for (let call = 0; call < 20_000; call += 1) sum += await use(shared)
      return sum
    })
    expect(await many(request())).toBe(20_000)
  })
})

describe('context.platform', () => {
  const platform = depends((context) => context.platform)

  it('is what the adapter has beside the request', async () => {
    const env = { SECRET: 'x' }
    expect(await run(platform, request(), (value) => value, { platform: env })).toBe(env)
  })

  it('is undefined where there is none', async () => {
    expect(await platform(request())).toBeUndefined()
  })

  it('is there for verifiers, and for what they use', async () => {
    const user = httpBearer({}, async (_, context) => ({ user: [context.platform, await context.use(platform)] }))
    expect(await run(user, bearer('x'), (value) => value, { platform: 'env' })).toEqual(['env', 'env'])
  })
})

describe('context.request', () => {
  it('shows headers, cookies, query, method and URL', async () => {
    const all = depends(({ request }) => ({
      header: request.header('X-Tenant'),
      none: request.header('x-none'),
      cookie: request.cookie('sid'),
      query: request.query('q'),
      nothing: request.query('none'),
      method: request.method,
      url: request.url,
    }))
    const sent = new Request('http://localhost/items?q=1&q=2', {
      method: 'DELETE',
      headers: { 'x-tenant': 'acme', cookie: 'a=1; sid=2' },
    })
    expect(await all(sent)).toEqual({
      header: 'acme',
      none: undefined,
      cookie: '2',
      query: '1',
      nothing: undefined,
      method: 'DELETE',
      url: 'http://localhost/items?q=1&q=2',
    })
  })

  it('is the same for a request of Node or Express', async () => {
    const all = depends(({ request }) => [
      request.header('X-Tenant'),
      request.header('x-many'),
      request.query('q'),
      request.url,
      request.method,
      request.param('id'),
      request.param('rest'),
    ])
    const sent = {
      headers: { 'x-tenant': 'acme', 'x-many': ['a', 'b'] },
      url: '/7/a/b?q=1',
      originalUrl: '/items/7/a/b?q=1',
      method: 'PUT',
      params: { id: '7', rest: ['a', 'b'] },
    }
    expect(await all(sent)).toEqual(['acme', 'a, b', '1', '/items/7/a/b?q=1', 'PUT', '7', 'a/b'])
    expect(await depends(({ request }) => [request.url, request.method])({ headers: {} })).toEqual(['/', 'GET'])
  })

  it('shows two headers of a Node request, of which only the first is in `headers`', async () => {
    const sent = {
      headers: { authorization: 'Bearer ada' },
      rawHeaders: ['Authorization', 'Bearer ada', 'X', 'authorization', 'authorization', 'Bearer bob'],
    }
    await expect(currentUser(sent)).rejects.toMatchObject({ code: 'invalid_token', reason: 'malformed' })
    const once = { ...sent, rawHeaders: sent.rawHeaders.slice(0, 4) }
    expect(await currentUser(once)).toEqual({ name: 'ada' })
  })

  it('gives the object that the framework passed in', async () => {
    const sent = request()
    expect(await depends((context) => context.request.raw)(sent)).toBe(sent)
  })

  it('reads route parameters as the adapter says', async () => {
    const id = depends(({ request }) => request.param('id'))
    const param = (name: string): string | undefined => (name === 'id' ? '7' : undefined)
    expect(await run(id, request(), (value) => value, { param })).toBe('7')
  })

  it('takes nothing for a cycle that was one user of another, where a later route has another value', async () => {
    let swapped = false
    const one: Dependency<string> = depends(async ({ use, request: view }: DependencyContext) => {
      view.param('id')
      return swapped ? 'one' : await use(two)
    })
    const two: Dependency<string> = depends(async ({ use }: DependencyContext) => (swapped ? await use(one) : 'two'))
    const sent = request()
    const at = (id: string, dependency: Dependency<string>): unknown => open(dependency, sent, { param: () => id })
    await at('1', one)
    swapped = true
    expect(await at('2', two)).toMatchObject({ value: 'one' })
  })

  it('has no header that only every object has', async () => {
    const names = depends(({ request: view }) => [view.header('constructor'), view.header('__proto__')])
    expect(await names({ headers: {} })).toEqual([undefined, undefined])
  })

  it('resolves anew what follows from a parameter, where a later route has another value for it', async () => {
    const owner = depends(currentUser, (user, { request }) => {
      if (request.param('id') !== '1') throw new HttpError(403, 'Not yours')
      return user
    })
    const sent = bearer('ada')
    const on = (id: string | undefined) => ({ param: () => id })
    await run(
      owner,
      sent,
      async (user) => {
        expect(await run(owner, sent, (same) => same, on(undefined))).toBe(user)
        expect(await run(owner, sent, (same) => same, on('1'))).toBe(user)
        await expect(run(owner, sent, () => 'passed', on('2'))).rejects.toThrow('Not yours')
      },
      on('1'),
    )
    const express = { headers: { authorization: 'Bearer ada' }, params: { id: '1' } }
    await owner(express)
    express.params = { id: '2' }
    await expect(owner(express)).rejects.toThrow('Not yours')
  })

  it.each(['id', 'constructor', '__proto__'])('throws where the route has no parameter %s', async (name) => {
    const id = depends(({ request }) => request.param(name))
    const message = new TypeError(`the route has no parameter "${name}"`)
    await expect(id(request())).rejects.toThrow(message)
    await expect(id({ headers: {}, params: {} } as never)).rejects.toThrow(message)
  })
})
