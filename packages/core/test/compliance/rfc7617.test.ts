import { httpBasic } from '@scopetree/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, refusal } from '../tree/answer.js'
import { basic, request } from '../tree/requests.js'
import { parseChallenges } from './challenge-parser.js'

const credentials = httpBasic({ realm: 'WallyWorld' }, (sent) => ({ user: sent }))

describe('RFC 7617: the Basic authentication scheme', () => {
  it('§2: the example', async () => {
    expect(await credentials(request({ authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' }))).toEqual({
      username: 'Aladdin',
      password: 'open sesame',
    })
  })

  it('§2: the challenge names the realm, which is required', async () => {
    const { challenge } = await answer(credentials, request())
    expect(parseChallenges(challenge ?? '')).toEqual([
      { scheme: 'Basic', params: { realm: 'WallyWorld', charset: 'UTF-8' } },
    ])
    const byDefault = await answer(
      httpBasic({}, () => null),
      request(),
    )
    expect(parseChallenges(byDefault.challenge ?? '')[0]?.params['realm']).toMatch(/./)
  })

  it('§2: the scheme’s name is matched in any case', async () => {
    expect(await credentials(request({ authorization: 'bAsIc YTpi' }))).toEqual({ username: 'a', password: 'b' })
  })

  it('§2: the first colon ends the username, and others belong to the password', async () => {
    expect(await credentials(basic('a:b:c'))).toEqual({ username: 'a', password: 'b:c' })
  })

  it.each(Array.from({ length: 0x20 }, (_, code) => code).concat(0x7f))(
    '§2: the control character %i is refused in either part',
    async (code) => {
      const control = String.fromCharCode(code)
      expect(await refusal(credentials, basic(`a${control}:b`))).toMatchObject({ reason: 'malformed' })
      expect(await refusal(credentials, basic(`a:b${control}`))).toMatchObject({ reason: 'malformed' })
    },
  )

  it('§2.1: the example in UTF-8', async () => {
    expect(await credentials(request({ authorization: 'Basic dGVzdDoxMjPCow==' }))).toEqual({
      username: 'test',
      password: '123£',
    })
  })

  it('§2.1: the charset is announced, in the only value that there is', async () => {
    expect((await answer(credentials, request())).challenge).toContain('charset="UTF-8"')
  })

  it('§2.1: other encodings are refused and not guessed', async () => {
    const latin1 = Buffer.from('test:123£', 'latin1').toString('base64')
    expect(await refusal(credentials, request({ authorization: `Basic ${latin1}` }))).toMatchObject({
      reason: 'malformed',
    })
  })

  const text = fc.string({ unit: 'grapheme' })
  const isControlled = (part: string): boolean => /\p{Cc}/u.test(part)

  it('§2: whatever can be sent arrives unchanged', async () => {
    const username = text.filter((part) => !isControlled(part) && !part.includes(':'))
    const password = text.filter((part) => !isControlled(part))
    await fc.assert(
      fc.asyncProperty(username, password, async (username, password) => {
        expect(await credentials(basic(`${username}:${password}`))).toEqual({ username, password })
      }),
    )
  })

  it('§2: no other spelling of the base64 is taken', async () => {
    const spelling = fc
      .string({
        unit: fc.constantFrom('A', 'B', 'Y', 'Z', 'b', 'h', '0', '9', '+', '/', '=', ' ', '-', '_'),
        maxLength: 12,
      })
      .filter((sent) => Buffer.from(sent, 'base64').toString('base64') !== sent.trim())
    await fc.assert(
      fc.asyncProperty(spelling, async (sent) => {
        expect(await answer(credentials, request({ authorization: `Basic ${sent}` }))).toMatchObject({ status: 401 })
      }),
    )
  })
})
