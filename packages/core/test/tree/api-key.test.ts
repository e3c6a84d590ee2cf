import { apiKey, optional, security } from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.js'
import { request } from './requests.js'

const verify = (key: string): { user: string } | null => (key === 'wrong' ? null : { user: key })

describe.each([
  ['header', (key: string) => request({ 'x-key': key })],
  ['cookie', (key: string) => request({ cookie: `other=1; x-key=${key}; third=3` })],
  ['query', (key: string) => request({}, `http://localhost/?other=1&x-key=${key}#x-key=no`)],
] as const)('apiKey in a %s', (place, send) => {
  const service = apiKey({ in: place, key: 'x-key' }, verify)

  it('hands the key to its verifier', async () => {
    expect(await service(send('k3y'))).toBe('k3y')
  })

  it.each([
    ['there is none', request()],
    ['it is empty', send('')],
  ])('finds no credentials where %s', async (_, sent) => {
    expect(await answer(service, sent)).toEqual({
      status: 401,
      challenge: 'APIKey',
      body: { detail: 'Not authenticated' },
    })
  })

  it('refuses a key that its verifier does not know', async () => {
    expect(await answer(service, send('wrong'))).toEqual({
      status: 401,
      challenge: 'APIKey',
      body: { error: 'invalid_token', error_description: 'The credentials belong to no known user' },
    })
  })

  it('does not look elsewhere', async () => {
    const elsewhere = apiKey({ in: place, key: 'y-key' }, verify)
    expect(await answer(elsewhere, send('k3y'))).toMatchObject({ status: 401 })
  })

  it('checks scopes', async () => {
    const scoped = apiKey({ in: place, key: 'x-key', scopes: { stats: '' } }, (user) => ({ user, scopes: ['stats'] }))
    expect(await security(scoped, 'stats')(send('k3y'))).toBe('k3y')
    const bare = apiKey({ in: place, key: 'x-key', scopes: { stats: '' } }, verify)
    expect(await answer(security(bare, 'stats'), send('k3y'))).toMatchObject({ status: 403, challenge: 'APIKey' })
  })
})

describe('apiKey', () => {
  it.each([
    ['a cookie whose name is part of another', 'cookie', { cookie: 'kk=no; k=yes' }, 'yes'],
    ['a percent-encoded cookie', 'cookie', { cookie: 'k=%C3%BC' }, 'ü'],
    ['a cookie that only looks percent-encoded', 'cookie', { cookie: 'k=100%' }, '100%'],
    ['a cookie in quotes', 'cookie', { cookie: 'k="v"' }, 'v'],
    ['a cookie with an equals sign', 'cookie', { cookie: 'k=a=b' }, 'a=b'],
    ['a cookie among spaces and tabs', 'cookie', { cookie: 'a=1;\t k \t=\t v ;b=2' }, 'v'],
    ['a cookie after one that another white space begins', 'cookie', { cookie: '\u{a0}k=no; k=yes' }, 'yes'],
    ['a cookie whose value begins with another white space', 'cookie', { cookie: 'k=\u{a0}v' }, '\u{a0}v'],
    ['a header in any case', 'header', { K: 'v' }, 'v'],
  ] as const)('reads %s', async (_, place, headers, key) => {
    expect(await apiKey({ in: place, key: 'k' }, verify)(request(headers))).toBe(key)
  })

  it.each([
    ['a cookie without a value', { cookie: 'k' }],
    ['a cookie without a name', { cookie: '=k' }],
    ['a cookie whose name begins with another white space', { cookie: '\u{a0}k=v' }],
    ['a cookie whose name ends with another white space', { cookie: 'k\u{a0}=v' }],
  ])('finds none in %s', async (_, headers) => {
    expect(await answer(apiKey({ in: 'cookie', key: 'k' }, verify), request(headers))).toMatchObject({ status: 401 })
  })

  it.each(['k=one; k=two', 'k=; k=two', 'k=one; k=one', 'k=one; a=1; k="two"'])(
    'refuses two cookies of its name: %s',
    async (cookie) => {
      const service = apiKey({ in: 'cookie', key: 'k' }, verify)
      for (const dependency of [service, optional(service)]) {
        expect(await answer(dependency, request({ cookie }))).toEqual({
          status: 401,
          challenge: 'APIKey',
          body: { error: 'invalid_token', error_description: 'The credentials are malformed' },
        })
      }
    },
  )

  it('decodes a query', async () => {
    const service = apiKey({ in: 'query', key: 'k' }, verify)
    expect(await service(request({}, 'http://localhost/?k=a%20b%2Bc+d'))).toBe('a b+c d')
  })

  it('refuses a place that there is not, and a key without a name', () => {
    expect(() => apiKey({ in: 'body' as never, key: 'k' }, verify)).toThrow(
      new TypeError('"in" must be header, cookie or query'),
    )
    expect(() => apiKey({ in: 'header', key: '' }, verify)).toThrow(new TypeError('"key" must be a name'))
    expect(() => apiKey({ in: 'header', key: undefined as never }, verify)).toThrow('"key"')
  })

  it.each(['x-key ', ' x-key', 'x key', 'x-key:', 'x;key', 'x=key', 'clé', 'x-key\n', '"x-key"'])(
    'refuses %j, which names no header or cookie, and takes it in a query',
    async (key) => {
      for (const place of ['header', 'cookie'] as const) {
        const refusal = new TypeError(`"key": no ${place} is named ${JSON.stringify(key)}`)
        expect(() => apiKey({ in: place, key }, verify)).toThrow(refusal)
      }
      const sent = request({}, `http://localhost/?${new URLSearchParams({ [key]: 'k3y' })}`)
      expect(await apiKey({ in: 'query', key }, verify)(sent)).toBe('k3y')
    },
  )

  it('takes a name of any characters of a token', async () => {
    const key = "!#$%&'*+-.^_`|~aZ09"
    expect(await apiKey({ in: 'header', key }, verify)(request({ [key]: 'k3y' }))).toBe('k3y')
    expect(await apiKey({ in: 'cookie', key }, verify)(request({ cookie: `${key}=k3y` }))).toBe('k3y')
  })
})
