import {
  anyOf,
  apiKey,
  depends,
  errorResponse,
  fastapi,
  HttpError,
  httpBasic,
  InsufficientScopeError,
  InvalidTokenError,
  isAuthError,
  isHttpError,
  oauth2PasswordBearer,
  renderError,
  rfc6750,
  security,
  UnauthenticatedError,
  UnavailableError,
  type InvalidTokenReason,
} from '@scopetree/core/tree'
import { PasswordRefusedError } from '@scopetree/core/password'
import { describe, expect, it } from 'vitest'
import { answer, refusal } from './answer.js'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

const currentUser = usersByToken()
const activeUser = depends(security(currentUser, 'me'), (user) => {
  if (user.name === 'alice') throw new HttpError(400, 'Inactive user')
  return user
})
const items = security(activeUser, 'items')

describe('the rows of the wire', () => {
  const lacking = 'The access token lacks a scope that this request needs'
  const unknown = 'The credentials belong to no known user'

  it.each([
    [
      'no credentials',
      items,
      request(),
      { status: 401, challenge: 'Bearer scope="items me"', body: { detail: 'Not authenticated' } },
      { status: 401, challenge: 'Bearer', body: { detail: 'Not authenticated' } },
    ],
    [
      'no credentials, where no scope is needed',
      currentUser,
      request(),
      { status: 401, challenge: 'Bearer', body: { detail: 'Not authenticated' } },
      { status: 401, challenge: 'Bearer', body: { detail: 'Not authenticated' } },
    ],
    [
      'an unknown user',
      items,
      bearer('nobody'),
      {
        status: 401,
        challenge: `Bearer error="invalid_token", error_description="${unknown}", scope="items me"`,
        body: { error: 'invalid_token', error_description: unknown },
      },
      { status: 401, challenge: 'Bearer scope="items me"', body: { detail: 'Could not validate credentials' } },
    ],
    [
      'an unknown user, where no scope is needed',
      currentUser,
      bearer('nobody'),
      {
        status: 401,
        challenge: `Bearer error="invalid_token", error_description="${unknown}"`,
        body: { error: 'invalid_token', error_description: unknown },
      },
      { status: 401, challenge: 'Bearer', body: { detail: 'Could not validate credentials' } },
    ],
    [
      'a scope missing',
      items,
      bearer('ada:me'),
      {
        status: 403,
        challenge: `Bearer error="insufficient_scope", error_description="${lacking}", scope="items me"`,
        body: { error: 'insufficient_scope', error_description: lacking, scope: 'items me' },
      },
      { status: 401, challenge: 'Bearer scope="items me"', body: { detail: 'Not enough permissions' } },
    ],
    [
      'a dependency’s own refusal',
      items,
      bearer('alice:me,items'),
      { status: 400, challenge: null, body: { detail: 'Inactive user' } },
      { status: 400, challenge: null, body: { detail: 'Inactive user' } },
    ],
    [
      'a scope missing, before a dependency’s own refusal',
      items,
      bearer('alice:me'),
      { status: 403, challenge: expect.stringContaining('insufficient_scope'), body: expect.anything() },
      { status: 401, challenge: 'Bearer scope="items me"', body: { detail: 'Not enough permissions' } },
    ],
    [
      'nothing wrong',
      items,
      bearer('ada:me,items'),
      { status: 200, challenge: null, body: { name: 'ada' } },
      { status: 200, challenge: null, body: { name: 'ada' } },
    ],
  ])('%s', async (_, dependency, sent, expected, asFastapi) => {
    expect(await answer(dependency, sent)).toEqual(expected)
    expect(await answer(dependency, sent, rfc6750)).toEqual(expected)
    expect(await answer(dependency, sent, fastapi)).toEqual(asFastapi)
  })

  it.each<[InvalidTokenReason, string]>([
    ['malformed', 'The credentials are malformed'],
    ['signature', 'The signature of the access token is not valid'],
    ['expired', 'The access token has expired'],
    ['not_yet_valid', 'The access token is not valid yet'],
    ['issuer', 'The access token was issued by another issuer'],
    ['audience', 'The access token is meant for another audience'],
    ['type', 'The token is no access token'],
    ['claims', 'The claims of the access token are not valid'],
    ['revoked', 'The access token has been revoked'],
    ['unknown_user', 'The credentials belong to no known user'],
  ])('a verifier that says %s', async (reason, description) => {
    const cause = new Error('secret')
    const failing = oauth2PasswordBearer({ tokenUrl: 'token' }, () => {
      throw new InvalidTokenError(reason, { cause })
    })
    expect(await answer(failing, bearer('x'))).toEqual({
      status: 401,
      challenge: `Bearer error="invalid_token", error_description="${description}"`,
      body: { error: 'invalid_token', error_description: description },
    })
    expect(await refusal(failing, bearer('x'))).toMatchObject({ code: 'invalid_token', reason, cause })
    expect(await answer(failing, bearer('x'), fastapi)).toMatchObject({
      challenge: 'Bearer',
      body: { detail: 'Could not validate credentials' },
    })
  })

  it('one header line for each scheme of several', async () => {
    const basic = httpBasic({ realm: 'r' }, () => null)
    const error = await refusal(depends({ currentUser, basic }), request())
    expect(renderError(error)?.headers).toEqual({ 'www-authenticate': 'Bearer' })
    const key = apiKey({ in: 'query', key: 'k' }, () => null)
    expect(renderError(await refusal(anyOf(currentUser, basic, key), request()))?.headers).toEqual({
      'www-authenticate': ['Bearer', 'Basic realm="r", charset="UTF-8"', 'APIKey'],
    })
    expect(renderError(await refusal(anyOf(currentUser, basic, key), request()), fastapi)?.headers).toEqual({
      'www-authenticate': ['Bearer', 'Basic realm="r", charset="UTF-8"', 'APIKey'],
    })
  })

  it('what cannot be had now', async () => {
    const busy = new UnavailableError('keys', 1.2, { cause: new Error('issuer.internal is down') })
    const response = errorResponse(busy)
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await response?.json()).toEqual({ error: 'temporarily_unavailable' })
    expect(renderError(busy, fastapi)).toEqual({
      status: 503,
      headers: { 'retry-after': '2' },
      body: { detail: 'Service Unavailable' },
    })
    expect(new UnavailableError('busy', 0).headers).toEqual({ 'retry-after': '1' })
  })
})

describe('errors', () => {
  it('of ours are told from others, also those of another copy of the package', () => {
    const ours = new InvalidTokenError('expired')
    const foreign = Object.assign(new Error('copy'), { [Symbol.for('scopetree.AuthError')]: true })
    expect([ours, new UnauthenticatedError(), foreign].map(isAuthError)).toEqual([true, true, true])
    expect(isHttpError(new HttpError(400, 'x'))).toBe(true)
    expect(isAuthError(new HttpError(400, 'x'))).toBe(false)
    for (const other of [new Error('x'), null, undefined, 'x', 1, {}]) {
      expect(isAuthError(other)).toBe(false)
      expect(isHttpError(other)).toBe(false)
      expect(errorResponse(other)).toBeUndefined()
      expect(renderError(other, fastapi)).toBeUndefined()
    }
  })

  it('keep their class, message, cause and stack when they are told by another scheme', async () => {
    class OwnError extends InvalidTokenError {
      readonly own = 'kept'
    }
    const cause = new Error('why')
    const thrown = new OwnError('revoked', { cause })
    const failing = oauth2PasswordBearer({ tokenUrl: 'token', realm: 'r' }, () => {
      throw thrown
    })
    const error = await refusal(failing, bearer('x'))
    expect(error).toBeInstanceOf(OwnError)
    expect(Object.prototype.toString.call(error)).toBe('[object Error]')
    expect(error).not.toBe(thrown)
    expect(error).toMatchObject({
      own: 'kept',
      cause,
      stack: thrown.stack,
      message: thrown.message,
      name: 'InvalidTokenError',
    })
    expect(thrown.challenges).toMatchObject([{ params: {} }])
  })

  it('answer by themselves, where no error handler does', async () => {
    const error = (await refusal(items, bearer('ada'))) as InsufficientScopeError
    const response = error.getResponse()
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/json'])
    expect(error.headers).toEqual({ 'www-authenticate': expect.stringContaining('insufficient_scope') })
    expect(error.missing).toEqual(['items', 'me'])
  })

  it('have no challenge where there is nothing to log in for', () => {
    expect(new PasswordRefusedError('empty').headers).toStrictEqual({})
  })

  it('stand alone, outside any tree', () => {
    expect(new UnauthenticatedError().headers).toEqual({ 'www-authenticate': 'Bearer' })
    expect(new InvalidTokenError('expired').headers).toEqual({
      'www-authenticate': 'Bearer error="invalid_token", error_description="The access token has expired"',
    })
    const lacking = new InsufficientScopeError(['a'], ['a', 'b'])
    expect(lacking.headers['www-authenticate']).toMatch(/scope="a b"$/)
    expect(lacking).toMatchObject({ missing: ['a'], scopes: ['a', 'b'] })
    expect(new InsufficientScopeError(['a']).scopes).toEqual(['a'])
  })
})

describe('HttpError', () => {
  it('has any detail, and headers of its own', async () => {
    const error = new HttpError(409, { field: 'name', taken: true }, { 'x-own': 'é\t' })
    const response = errorResponse(error)
    expect(response?.status).toBe(409)
    expect(response?.headers.get('x-own')).toBe('é')
    expect(await response?.json()).toEqual({ detail: { field: 'name', taken: true } })
    expect(error.message).toBe('HTTP 409')
    expect(new HttpError(400, 'Inactive user').message).toBe('Inactive user')
  })

  it.each([200, 204, 299, 600, 0, 400.5, Number.NaN, '400' as never])('refuses the status %s', (status) => {
    expect(() => new HttpError(status, 'x')).toThrow(new TypeError('"status" must be an integer from 300 to 599'))
  })

  it.each([300, 599])('takes the status %i', async (status) => {
    expect(errorResponse(new HttpError(status, 'x'))?.status).toBe(status)
  })

  it('has no body where HTTP allows none', async () => {
    const response = errorResponse(new HttpError(304, 'x', { etag: '"1"' }))
    expect([response?.status, response?.body, response?.headers.get('etag')]).toEqual([304, null, '"1"'])
  })

  it.each(['a\r\nb: c', 'a\nb', 'a\0', '€'])('refuses the header value %j', (value) => {
    expect(() => new HttpError(400, 'x', { 'x-own': value })).toThrow(TypeError)
  })

  it.each(['', 'a b', 'a:b', 'a\r\nb', 'ä'])('refuses the header name %j', (name) => {
    expect(() => new HttpError(400, 'x', { [name]: 'v' })).toThrow(TypeError)
  })
})

it('an HttpError of an own class may have a name of its own', () => {
  class ConflictError extends HttpError {
    override readonly name = 'ConflictError'
  }
  const error = new ConflictError(409, 'Taken')
  expect([String(error), renderError(error)?.status]).toEqual(['ConflictError: Taken', 409])
})
