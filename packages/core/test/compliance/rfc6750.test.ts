import {
  anyOf,
  depends,
  errorResponse,
  fastapi,
  httpBearer,
  readBearer,
  scheme,
  security,
  type Dependency,
  type ErrorProfile,
  type RequestLike,
} from '@scopetree/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, refusal } from '../tree/answer.js'
import { bearer, request } from '../tree/requests.js'
import { parseChallenges } from './challenge-parser.js'

const user = httpBearer({ scopes: { me: '', items: '' } }, (token) =>
  token === 'bad' ? null : { user: token, scopes: ['me'] },
)

describe('RFC 6750 §2.1: the Authorization request header field', () => {
  it.each([
    ['b64token characters', 'Bearer mF_9.B5f-4.1JqM', 'mF_9.B5f-4.1JqM'],
    ['padding', 'Bearer mF_9==', 'mF_9=='],
    ['the scheme in any case (RFC 9110 §11.1)', 'bEARER abc', 'abc'],
    ['more than one space', 'Bearer  abc', 'abc'],
    ['no token at all', 'Bearer', ''],
    ['what is no b64token, for the verifier to refuse', 'Bearer a b', 'a b'],
    ['white space that is no space, for the verifier to refuse', 'Bearer \t\xa0abc\xa0 ', '\t\xa0abc\xa0'],
  ])('§2.1: %s', (_, authorization, token) => {
    expect(readBearer(request({ authorization }))).toBe(token)
  })

  it.each([
    ['another scheme', 'Basic YTpi'],
    ['a scheme that begins with it', 'BearerToken abc'],
    ['nothing', ''],
  ])('§2.1: %s is no bearer token', (_, authorization) => {
    expect(readBearer(request({ authorization }))).toBeUndefined()
  })
})

describe('RFC 6750 §2: one method to send a token per request', () => {
  it('§2: two headers are refused, and so is what Fetch makes of them', () => {
    const two = new Headers([
      ['authorization', 'Bearer a'],
      ['authorization', 'Bearer b'],
    ])
    expect(() => readBearer({ headers: two })).toThrow('The credentials are malformed')
  })

  it('§2: two lines are refused also where the first is empty', () => {
    const rawHeaders = ['Authorization', '', 'Authorization', 'Bearer a']
    expect(() => readBearer({ headers: { authorization: '' }, rawHeaders } as RequestLike)).toThrow(
      'The credentials are malformed',
    )
  })

  it('§2: a quote that never ends hides no second header', () => {
    expect(() => readBearer(request({ authorization: 'Digest a="b, Bearer c' }))).toThrow(
      'The credentials are malformed',
    )
  })

  it('§2: a comma inside a quoted string is no second header', () => {
    const digest = 'Digest username="a, Bearer b", realm="x \\", Bearer c"'
    expect(readBearer(request({ authorization: digest }))).toBeUndefined()
  })

  it('§2.2, §2.3: a token in the body or the query is not read', () => {
    const sent = new Request('http://localhost/?access_token=abc', {
      method: 'POST',
      body: new URLSearchParams({ access_token: 'abc' }),
    })
    expect(readBearer(sent)).toBeUndefined()
  })
})

describe('RFC 6750 §3: the WWW-Authenticate response header field', () => {
  const challengeOf = async (dependency: Dependency<unknown>, sent: Request): Promise<object> => {
    const { status, challenge } = await answer(dependency, sent)
    return { status, challenges: parseChallenges(challenge ?? '') }
  }

  it('§3: a request without credentials is told the scheme and the scope, and no error', async () => {
    expect(await challengeOf(security(user, 'me', 'items'), request())).toEqual({
      status: 401,
      challenges: [{ scheme: 'Bearer', params: { scope: 'me items' } }],
    })
  })

  it('§3: the realm appears once', async () => {
    const inRealm = httpBearer({ realm: 'example' }, () => null)
    expect(await challengeOf(inRealm, request())).toEqual({
      status: 401,
      challenges: [{ scheme: 'Bearer', params: { realm: 'example' } }],
    })
  })

  it('§3.1: invalid_token is a 401', async () => {
    expect(await challengeOf(security(user, 'me'), bearer('bad'))).toEqual({
      status: 401,
      challenges: [
        {
          scheme: 'Bearer',
          params: { error: 'invalid_token', error_description: expect.any(String), scope: 'me' },
        },
      ],
    })
  })

  it('§3.1: insufficient_scope is a 403, and names the scope that is necessary', async () => {
    expect(await challengeOf(security(user, 'items', 'me'), bearer('abc'))).toEqual({
      status: 403,
      challenges: [
        {
          scheme: 'Bearer',
          params: { error: 'insufficient_scope', error_description: expect.any(String), scope: 'items me' },
        },
      ],
    })
  })

  it('§3.1: without any authentication information there is no error code, in no profile', async () => {
    for (const profile of [undefined, fastapi]) {
      const { challenge, body } = await answer(security(user, 'me'), request(), profile)
      expect(challenge).not.toContain('error')
      expect(JSON.stringify(body)).not.toContain('error')
    }
  })

  it('§3: error_description holds %x20-21 / %x23-5B / %x5D-7E and nothing of the request', async () => {
    const { challenge } = await answer(user, bearer('bad'))
    const [parsed] = parseChallenges(challenge ?? '')
    expect(parsed?.params['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  })

  it('§3: other schemes get none of its parameters', async () => {
    const custom = scheme(
      { name: 'Own', challenge: 'Own', definition: {}, scopes: { me: '' }, extract: () => 1 },
      () => ({ user: 1 }),
    )
    expect(await challengeOf(security(custom, 'me'), request())).toEqual({
      status: 403,
      challenges: [{ scheme: 'Own', params: {} }],
    })
  })
})

describe('RFC 6750 §3, RFC 9110 §11.6.1: no text whatever makes a header that splits or cannot be parsed', () => {
  // Mostly the characters that would do it.
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        ',',
        ' ',
        '\t',
        '\r',
        '\n',
        '\0',
        '=',
        ';',
        '\u007f',
        '\u0080',
        'é',
        '€',
        '🔑',
        '\ud800',
      ),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
      fc.constantFrom('a', 'Bearer', 'scope'),
    ),
    maxLength: 8,
  })
  const nearToken = fc.oneof(text, fc.stringMatching(/^[!#-'*+.^_`|~\w-]{1,4}[ ,="]?$/))
  const profile = fc.constantFrom<ErrorProfile | undefined>(undefined, fastapi)

  /** What the scheme answers, or `undefined` where it could not even be made. */
  async function challengesOf(
    make: () => Dependency<unknown>,
    sent: Request,
    how: ErrorProfile | undefined,
  ): Promise<ReturnType<typeof parseChallenges> | undefined> {
    let dependency: Dependency<unknown>
    try {
      dependency = make()
    } catch (error) {
      if (error instanceof TypeError) return undefined
      throw error
    }
    const response = errorResponse(await refusal(dependency, sent), how)
    return parseChallenges(response?.headers.get('www-authenticate') ?? '')
  }

  it('§3: realm, scope and description', async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(text, text, text, profile, async (realm, scope, description, how) => {
        const make = (): Dependency<unknown> =>
          security(
            httpBearer({ realm, description, name: description, scopes: { [scope]: description } }, () => null),
            scope,
          )
        for (const sent of [request(), bearer('x')]) {
          const parsed = await challengesOf(make, sent, how)
          if (parsed === undefined) continue
          made += 1
          const [only, ...others] = parsed
          expect(others).toEqual([])
          expect(only).toMatchObject({ scheme: 'Bearer', params: { realm } })
          expect([undefined, scope]).toContain(only?.params['scope'])
        }
      }),
      { numRuns: 2000 },
    )
    expect(made).toBeGreaterThan(20)
  })

  it('§3: the name and the parameters of a scheme', async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(nearToken, nearToken, text, async (name, key, value) => {
        const challenge = { scheme: name, params: { [key]: value } }
        const make = (): Dependency<unknown> =>
          scheme({ name: 'Own', challenge, definition: {}, extract: () => undefined }, () => null)
        const parsed = await challengesOf(make, request(), undefined)
        if (parsed === undefined) return
        made += 1
        expect(parsed).toEqual([{ scheme: name, params: { [key.toLowerCase()]: value } }])
      }),
      { numRuns: 2000 },
    )
    expect(made).toBeGreaterThan(5)
  })

  it('§3: several challenges in one header stay apart', async () => {
    const quotable = fc.string({ unit: fc.constantFrom('"', '\\', ',', ' ', '=', 'a'), maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.array(quotable, { minLength: 2, maxLength: 4 }), async (realms) => {
        const [one, two, ...others] = realms.map((realm) => depends(httpBearer({ realm }, () => null)))
        if (one === undefined || two === undefined) return
        const parsed = await challengesOf(() => anyOf(one, two, ...others), request(), undefined)
        expect(parsed).toEqual([...new Set(realms)].map((realm) => ({ scheme: 'Bearer', params: { realm } })))
      }),
    )
  })
})
