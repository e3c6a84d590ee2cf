import { httpBasic, security, type BasicCredentials } from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.js'
import { basic, request } from './requests.js'

const credentials = httpBasic({}, (sent) => ({ user: sent }))

/** What a client sees that sends these credentials, already encoded. */
function sent(encoded: string): ReturnType<typeof answer> {
  return answer(credentials, request({ authorization: `Basic ${encoded}` }))
}

describe('httpBasic', () => {
  it.each<[string, string, BasicCredentials]>([
    ['a name and a password', 'ada:secret', { username: 'ada', password: 'secret' }],
    ['a password with colons', 'ada:a:b:', { username: 'ada', password: 'a:b:' }],
    ['an empty password', 'ada:', { username: 'ada', password: '' }],
    ['an empty name', ':secret', { username: '', password: 'secret' }],
    ['neither', ':', { username: '', password: '' }],
    ['spaces, which are not trimmed', ' ada : secret ', { username: ' ada ', password: ' secret ' }],
    ['text beyond ASCII, in UTF-8', 'jürgen:pä€🔑', { username: 'jürgen', password: 'pä€🔑' }],
    ['a byte order mark, which is a character like any other', '\ufeffada:x', { username: '\ufeffada', password: 'x' }],
    ['text that is not normalised', 'u\u0308:x', { username: 'u\u0308', password: 'x' }],
  ])('decodes %s', async (_, text, expected) => {
    expect(await credentials(basic(text))).toEqual(expected)
  })

  it('takes the name of the scheme in any case', async () => {
    expect(await credentials(request({ authorization: 'bASIC YTpi' }))).toEqual({ username: 'a', password: 'b' })
  })

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no colon', btoa('ada')],
    ['base64 without its padding', 'YWRhOg'],
    ['base64 with white space', 'YWRh OmI='],
    ['base64 with stray bits at its end', 'YWRhOh=='],
    ['base64url', btoa('a:\xc3\xbf\xc3\xbf').replaceAll('/', '_')],
    ['bytes that are no UTF-8', btoa('ada:\xff')],
    ['an overlong UTF-8 encoding', btoa('ada:\xc0\xaf')],
    ['a surrogate in UTF-8', btoa('ada:\xed\xa0\x80')],
    ['a NUL in the password', btoa('ada:a\0b')],
    ['a NUL in the name', btoa('a\0da:b')],
    ['a line break', btoa('ada:a\nb')],
    ['a control character beyond ASCII', Buffer.from('ada:a\u0085b').toString('base64')],
    ['a DEL', btoa('ada:\x7f')],
    ['more than 8,192 characters', btoa(`ada:${'x'.repeat(6200)}`)],
  ])('refuses %s', async (_, encoded) => {
    expect(await sent(encoded)).toEqual({
      status: 401,
      challenge: 'Basic realm="api", charset="UTF-8"',
      body: { error: 'invalid_token', error_description: 'The credentials are malformed' },
    })
  })

  it('takes 8,192 characters', async () => {
    const text = `ada:${'x'.repeat(6140)}`
    expect(btoa(text)).toHaveLength(8192)
    expect(await sent(btoa(text))).toMatchObject({ status: 200 })
  })

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Bearer YTpi' }],
  ])('finds no credentials in a request with %s', async (_, headers) => {
    expect(await answer(credentials, request(headers))).toEqual({
      status: 401,
      challenge: 'Basic realm="api", charset="UTF-8"',
      body: { detail: 'Not authenticated' },
    })
  })

  it('refuses whoever its verifier does not know, and names its realm', async () => {
    const operator = httpBasic({ realm: 'metrics' }, () => null)
    expect(await answer(operator, basic('ada:wrong'))).toEqual({
      status: 401,
      challenge: 'Basic realm="metrics", charset="UTF-8"',
      body: { error: 'invalid_token', error_description: 'The credentials belong to no known user' },
    })
  })

  it('can check scopes, of which its challenge does not speak', async () => {
    const operator = httpBasic({ scopes: { stats: 'Read figures.' } }, () => ({ user: 1, scopes: [] }))
    expect(await answer(security(operator, 'stats'), basic('ada:x'))).toMatchObject({
      status: 403,
      challenge: 'Basic realm="api", charset="UTF-8"',
      body: { error: 'insufficient_scope', scope: 'stats' },
    })
  })
})
