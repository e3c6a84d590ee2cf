import { defineAuth, getCurrentUser, hs256 } from '@scopetree/core'
import {
  anyOf,
  apiKey,
  authentication,
  depends,
  httpBasic,
  InsufficientScopeError,
  InvalidTokenError,
  oauth2PasswordBearer,
  optional,
  security,
  UnauthenticatedError,
  type Dependency,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer, refusal } from './answer.js'
import { bearer, request } from './requests.js'

const shop = oauth2PasswordBearer({ tokenUrl: 'token', realm: 'shop', scopes: { items: '', me: '' } }, (token) => ({
  user: token,
  scopes: ['items', 'me'],
}))
const operator = httpBasic({ realm: 'ops' }, ({ username }) => ({ user: username }))
const key = apiKey({ in: 'header', key: 'x-key' }, (text) => ({ user: text }))

const revoked = (): never => {
  throw new InvalidTokenError('revoked')
}
const REVOKED = 'error="invalid_token", error_description="The access token has been revoked"'
const basic = { authorization: `Basic ${btoa('ada:secret')}` }

async function challengeOf(dependency: Dependency<unknown>, headers: Record<string, string>): Promise<string | null> {
  return (await answer(dependency, request(headers))).challenge
}

describe('what a function refuses with names', () => {
  it('the scheme that it builds on, and the scopes that the guard demands', async () => {
    const fresh = depends(authentication(shop), revoked)
    const realm = 'Bearer realm="shop"'
    expect((await answer(fresh, bearer('ada'))).challenge).toBe(`${realm}, ${REVOKED}`)
    for (const guarded of [
      security(fresh, 'items', 'me'),
      security(depends(security(fresh, 'me'), revoked), 'items'),
    ]) {
      expect((await answer(guarded, bearer('ada'))).challenge).toBe(`${realm}, ${REVOKED}, scope="items me"`)
    }
  })

  it('no scheme that it does not build on', async () => {
    const both = depends({ operator: depends(operator, revoked), key }, () => 1)
    expect(await challengeOf(both, { ...basic, 'x-key': '1' })).toBe('Basic realm="ops", charset="UTF-8"')
  })

  it('the credentials that a guest may send', async () => {
    const member = depends(optional(key), (user) => {
      if (user === null) throw new UnauthenticatedError()
      return user
    })
    expect(await challengeOf(member, {})).toBe('APIKey')
  })

  it('every alternative, once', async () => {
    const either = anyOf(operator, key)
    expect(await challengeOf(depends({ either, operator }, revoked), basic)).toBe(
      'Basic realm="ops", charset="UTF-8", APIKey',
    )
  })

  it('the same when it is awaited', async () => {
    const late = depends(operator, async () => {
      await Promise.resolve()
      return revoked()
    })
    expect(await challengeOf(late, basic)).toBe('Basic realm="ops", charset="UTF-8"')
    expect(
      await challengeOf(
        depends(late, () => 1),
        basic,
      ),
    ).toBe('Basic realm="ops", charset="UTF-8"')
  })

  it('what each guard of a request demands', async () => {
    const fresh = depends(shop, revoked)
    const sent = bearer('ada')
    const told = [security(fresh, 'items'), fresh].map(async (guard) => (await answer(guard, sent)).challenge)
    expect(await Promise.all(told)).toEqual([
      `Bearer realm="shop", ${REVOKED}, scope="items"`,
      `Bearer realm="shop", ${REVOKED}`,
    ])
  })
})

describe('what a function refuses with keeps', () => {
  it('scopes of its own', async () => {
    const paying = depends(security(shop, 'me'), () => {
      throw new InsufficientScopeError(['paying'])
    })
    const error = await refusal(paying, bearer('ada'))
    expect(error).toBeInstanceOf(InsufficientScopeError)
    expect(error).toMatchObject({ scopes: ['paying'], challenges: [{ params: { realm: 'shop' } }] })
  })

  it('a challenge of its own, or of the scheme that it asked itself', async () => {
    class Negotiated extends InvalidTokenError {
      override readonly challenges = [{ scheme: 'Negotiate', params: {}, scopes: [] }]
    }
    const negotiated = depends(operator, () => {
      throw new Negotiated('expired')
    })
    expect(await challengeOf(negotiated, basic)).toBe('Negotiate')
    const asked = depends(operator, () => key(request()))
    expect(await challengeOf(asked, basic)).toBe('APIKey')
    const auth = defineAuth({ key: hs256(crypto.randomUUID()) })
    const forwarded = depends(operator, () => getCurrentUser(auth, request()))
    expect(await challengeOf(forwarded, basic)).toBe('Bearer')
  })

  it('Bearer, where it builds on no scheme', async () => {
    expect(await challengeOf(depends(revoked), {})).toBe(`Bearer ${REVOKED}`)
  })
})
