import { open, isPromise } from '@scopetree/core/adapter'
import {
  apiKey,
  depends,
  HttpError,
  InsufficientScopeError,
  InvalidTokenError,
  security,
  UnauthenticatedError,
  type Dependency,
} from '@scopetree/core/tree'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { refusal } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()

describe('within one request', () => {
  it('credentials are verified once, however many guards ask', async () => {
    const verified: string[] = []
    const user = usersByToken((token) => verified.push(token))
    const active = depends(security(user, 'me'), (value) => value)
    const request = bearer('ada:me,items')
    await Promise.all([user(request), active(request), security(active, 'items')(request)])
    await expect(security(active, 'admin')(request)).rejects.toThrow(InsufficientScopeError)
    expect(verified).toEqual(['ada:me,items'])
  })

  it('credentials that were refused are not verified again, and each guard names its own scopes', async () => {
    const verified: string[] = []
    const user = usersByToken((token) => verified.push(token))
    const request = bearer('nobody')
    expect(await refusal(security(user, 'me'), request)).toMatchObject({ reason: 'unknown_user', scopes: ['me'] })
    expect(await refusal(security(user, 'items'), request)).toMatchObject({ reason: 'unknown_user', scopes: ['items'] })
    expect(verified).toHaveLength(1)
  })

  it('a function runs once for the scopes it sees, in whatever order they come', async () => {
    const seen: string[][] = []
    const see = depends(currentUser, (_, { requiredScopes }) => {
      seen.push([...requiredScopes])
    })
    const request = bearer('ada:me,items')
    await see(request)
    await security(see, 'me', 'items')(request)
    await see(request)
    await security(see, 'items', 'me')(request)
    expect(seen).toEqual([[], ['me', 'items']])
  })

  it('a function that is still running is not started again', async () => {
    let runs = 0
    const slow = depends(async () => {
      runs += 1
      await setImmediate()
      return runs
    })
    const one = request()
    expect(await Promise.all([slow(one), slow(one), depends(slow, (value) => value)(one)])).toEqual([1, 1, 1])
  })

  it('a failure is remembered as well', async () => {
    let runs = 0
    const failing = depends(() => {
      runs += 1
      throw new Error('down')
    })
    const one = request()
    await expect(failing(one)).rejects.toThrow('down')
    await expect(failing(one)).rejects.toThrow('down')
    expect(runs).toBe(1)
  })

  it('a function that never ran because another failed is not remembered as failed', async () => {
    const picky = depends(currentUser, (_, { requiredScopes }) => {
      if (requiredScopes.includes('admin')) throw new HttpError(400, 'not for admins')
      return 'fine'
    })
    const above = depends(picky, (value) => value)
    const strict = depends({ picky: security(picky, 'admin'), above })
    const request = bearer('ada:admin')
    await expect(strict(request)).rejects.toThrow('not for admins')
    await expect(above(request)).resolves.toBe('fine')
  })
})

describe('order', () => {
  it('no function starts until every scheme has accepted the request and its scopes', async () => {
    const started: string[] = []
    const costly = depends(() => started.push('costly'))
    const key = apiKey({ in: 'header', key: 'x-key' }, async (value) => {
      await setImmediate()
      return { user: value }
    })
    const route = depends({ costly, key, user: security(currentUser, 'me') })
    const ask = (headers: Record<string, string>): Promise<unknown> => refusal(route, request(headers))

    expect(await ask({})).toBeInstanceOf(UnauthenticatedError)
    expect(await ask({ 'x-key': 'k', authorization: 'Bearer nobody' })).toBeInstanceOf(InvalidTokenError)
    expect(await ask({ 'x-key': 'k', authorization: 'Bearer ada' })).toBeInstanceOf(InsufficientScopeError)
    expect(started).toEqual([])
    await route(request({ 'x-key': 'k', authorization: 'Bearer ada:me' }))
    expect(started).toEqual(['costly'])
  })

  it('inputs before what needs them, in order of declaration', async () => {
    const log: string[] = []
    const step = (name: string, ...needs: Dependency<unknown>[]): Dependency<void> =>
      depends(Object.fromEntries(needs.map((need, index) => [`need ${index}`, need])), () => void log.push(name))
    const shared = step('shared')
    await step('route', step('one', shared), step('two', shared, step('three')))(request())
    expect(log).toEqual(['shared', 'one', 'three', 'two', 'route'])
  })

  it('independent steps start together, each as soon as its own inputs are there', async () => {
    const log: string[] = []
    let openGate = (): void => undefined
    const gate = new Promise<void>((resolve) => (openGate = resolve))
    const step = (name: string, work: () => unknown, needs: Dependency<unknown> = depends(() => 0)): Dependency<void> =>
      depends(needs, async () => {
        log.push(`+${name}`)
        await work()
        log.push(`-${name}`)
      })
    const next = step('next', setImmediate, step('quick', setImmediate))
    // Which would never end if what does not need it waited for it.
    const slow = step('slow', () => gate)
    await depends({ slow, opened: depends(next, openGate) })(request())
    expect(log).toEqual(['+slow', '+quick', '-quick', '+next', '-next', '-slow'])
  })

  it('of several failures the first in order of declaration is thrown, not the first in time', async () => {
    const late = depends(async () => {
      await setTimeout(5)
      throw new HttpError(418, 'late')
    })
    const early = depends(() => {
      throw new HttpError(409, 'early')
    })
    await expect(depends({ late, early })(request())).rejects.toThrow('late')
    await expect(depends({ early, late })(request())).rejects.toThrow('early')
  })

  it('and only once nothing is running any more', async () => {
    let running = true
    const failing = depends(() => {
      throw new Error('at once')
    })
    const slow = depends(async () => {
      await setTimeout(5)
      running = false
    })
    await expect(depends({ failing, slow })(request())).rejects.toThrow('at once')
    expect(running).toBe(false)
  })

  it('several schemes fail in order of declaration too', async () => {
    const slow = apiKey({ in: 'header', key: 'x-key' }, async () => {
      await setTimeout(5)
      return null
    })
    const headers = { authorization: 'Bearer nobody', 'x-key': 'bad' }
    expect(await refusal(depends({ slow, currentUser }), request(headers))).toMatchObject({
      challenges: [{ scheme: 'APIKey' }],
    })
    expect(await refusal(depends({ currentUser, slow }), request(headers))).toMatchObject({
      challenges: [{ scheme: 'Bearer' }],
    })
  })
})

describe('where nothing is a promise', () => {
  it('nothing is awaited', () => {
    const route = depends(
      { user: security(currentUser, 'me'), agent: depends(({ request }) => request.header('user-agent')) },
      ({ user }) => user.name,
    )
    const opened = open(route, bearer('ada:me'))
    expect(isPromise(opened)).toBe(false)
    expect(opened).toMatchObject({ value: 'ada' })
  })

  it('one promise anywhere makes the whole a promise', async () => {
    const opened = open(depends({ user: currentUser, slow: depends(async () => 1) }), bearer('ada'))
    expect(isPromise(opened)).toBe(true)
    expect(await opened).toMatchObject({ value: { user: { name: 'ada' }, slow: 1 } })
  })

  it('a value that was promised once is at hand the next time', async () => {
    const slow = depends(async () => 1)
    const one = request()
    await open(slow, one)
    expect(isPromise(open(slow, one))).toBe(false)
  })
})
