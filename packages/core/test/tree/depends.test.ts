import { depends, HttpError, isDependency, security } from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()

describe('depends', () => {
  it('makes a dependency of a function of the request', async () => {
    const agent = depends(({ request }) => request.header('user-agent'))
    expect(await agent(request({ 'user-agent': 'curl' }))).toBe('curl')
  })

  it.each([
    ['Express', [{}, () => {}]],
    ['Hono', [() => {}]],
  ])('rejects as a middleware of %s, which would wait for its next for ever', async (_, others) => {
    const middleware: Function = depends(currentUser, function activeUser() {})
    await expect(middleware(bearer('ada'), ...others)).rejects.toThrow(
      new TypeError('activeUser is a dependency, not a middleware: put guard() around it'),
    )
  })

  it('answers where it is called with anything else', async () => {
    const name = depends(currentUser, (user) => user.name)
    expect(
      await Promise.all([bearer('ada'), bearer('bob')].map(name as (request: Request) => Promise<string>)),
    ).toEqual(['ada', 'bob'])
  })

  it('hands the value below to its function', async () => {
    const greeting = depends(currentUser, ({ name }) => `hello ${name}`)
    expect(await greeting(bearer('ada'))).toBe('hello ada')
  })

  it('hands the values below to its function, under their names', async () => {
    const tenant = depends(({ request }) => request.query('tenant'))
    const both = depends({ user: currentUser, tenant }, ({ user, tenant }) => `${user.name} of ${tenant}`)
    const authorization = 'Bearer ada'
    expect(await both(request({ authorization }, 'http://localhost/?tenant=acme'))).toBe('ada of acme')
  })

  it('without a function gives the record of the values', async () => {
    const one = depends(() => 1)
    expect(await depends({ one, user: currentUser })(bearer('ada'))).toEqual({ one: 1, user: { name: 'ada' } })
    expect(await depends(currentUser)(bearer('ada'))).toEqual({ name: 'ada' })
  })

  it('keeps a name that objects have already', async () => {
    const one = depends(() => 1)
    const record = await depends({ ['__proto__']: one, constructor: one })(request())
    expect(Object.entries(record)).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
    ])
  })

  it('of nothing gives the empty record', async () => {
    expect(await depends({})(request())).toEqual({})
  })

  it.each([undefined, null, false, 0, ''])('gives %j as the value it is', async (value) => {
    const resource = depends(() => value)
    expect(await resource(request())).toBe(value)
    expect(await depends(resource, (below) => [below])(request())).toEqual([value])
  })

  it('waits for promises', async () => {
    expect(await depends(async () => 1)(request())).toBe(1)
  })

  it.each([
    ['an object', {}],
    ['a function', () => {}],
  ])('asks a query that is %s once, however many wait for it', async (_, builder) => {
    let asked = 0
    const query = depends(() =>
      Object.assign(builder, {
        // oxlint-disable-next-line unicorn/no-thenable -- what a query builder is
        then(resolve: (row: string) => void) {
          asked += 1
          resolve('row')
        },
      }),
    )
    const one = depends(query, (row) => row)
    const two = depends(query, (row) => row)
    expect(await depends({ query, one, two })(request())).toEqual({ query: 'row', one: 'row', two: 'row' })
    expect(asked).toBe(1)
  })

  it('refuses with what its function throws', async () => {
    const activeUser = depends(security(currentUser, 'me'), () => {
      throw new HttpError(400, 'Inactive user')
    })
    expect(await answer(activeUser, bearer('ada:me'))).toEqual({
      status: 400,
      challenge: null,
      body: { detail: 'Inactive user' },
    })
  })

  it('throws on whatever is no refusal: a dead database is no 401', async () => {
    const dead = new Error('connection refused')
    const rows = depends(currentUser, () => Promise.reject(dead))
    await expect(answer(rows, bearer('ada'))).rejects.toBe(dead)
  })

  it('refuses to need anything but dependencies', () => {
    const message = new TypeError('depends(): what it needs must be dependencies')
    expect(() => depends({ user: (() => 1) as never })).toThrow(message)
    expect(() => depends({ user: undefined as never })).toThrow(message)
  })

  it('takes its name from its function', () => {
    function activeUser(): number {
      return 1
    }
    const named = depends(() => 1)
    expect(depends(activeUser).name).toBe('activeUser')
    expect(depends(currentUser, activeUser).name).toBe('activeUser')
    expect(named.name).toBe('resource')
    expect(depends({ currentUser, named }).name).toBe('{ currentUser, named }')
    expect(depends(currentUser).name).toBe('depends(OAuth2PasswordBearer)')
    expect(security(depends(activeUser)).name).toBe('activeUser')
  })
})

describe('isDependency', () => {
  it('tells dependencies from other functions', () => {
    expect(isDependency(currentUser)).toBe(true)
    expect(isDependency(security(currentUser, 'me'))).toBe(true)
    expect(isDependency(depends({}))).toBe(true)
    for (const other of [() => 1, {}, null, undefined, 'x']) expect(isDependency(other)).toBe(false)
  })
})
