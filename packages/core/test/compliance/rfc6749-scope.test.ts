import { formatScope, httpBearer, parseScope, security } from '@scopetree/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../tree/answer.js'
import { bearer } from '../tree/requests.js'

/** The grammar as it stands in the RFC, character by character. */
const allowed = Array.from({ length: 0x10000 }, (_, code) => code).filter(
  (code) => code === 0x21 || (code >= 0x23 && code <= 0x5b) || (code >= 0x5d && code <= 0x7e),
)
const scopeToken = fc.string({
  unit: fc.constantFrom(...allowed.map((code) => String.fromCharCode(code))),
  minLength: 1,
})

describe('RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )', () => {
  const characters = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code))
  const isAllowed = (character: string): boolean => allowed.includes(character.charCodeAt(0))

  it('§3.3: each character of the grammar is a scope', () => {
    for (const scope of characters.filter(isAllowed)) {
      expect(() => httpBearer({ scopes: { [scope]: '' } }, () => null)).not.toThrow()
      expect(formatScope([scope])).toBe(scope)
    }
  })

  it('§3.3: no other character is', () => {
    for (const scope of characters.filter((character) => !isAllowed(character))) {
      const message = new TypeError(`${JSON.stringify(scope)} cannot be a scope (RFC 6749 §3.3)`)
      expect(() => httpBearer({ scopes: { [scope]: '' } }, () => null)).toThrow(message)
      expect(() => formatScope([scope])).toThrow(message)
    }
  })

  it.each(['', ' ', 'a b', 'a"b', 'a\\b', 'a\tb', 'a\r\nb', 'ä', '€', '🔑', '\ud800', 'a\0'])(
    '§3.3: %j is no scope',
    (scope) => {
      expect(() => formatScope(['ok', scope])).toThrow(TypeError)
      expect(() => httpBearer({ scopes: { ok: '', [scope]: '' } }, () => null)).toThrow(TypeError)
    },
  )

  it('§3.3: what is written can be read', () => {
    fc.assert(
      fc.property(fc.array(scopeToken), (scopes) => {
        expect(parseScope(formatScope(scopes))).toEqual([...new Set(scopes)])
      }),
    )
  })

  it('§3.3: scopes are separated by a space, and by nothing else', () => {
    expect(parseScope('a b')).toEqual(['a', 'b'])
    expect(parseScope('a,b')).toEqual(['a,b'])
    for (const space of ['\t', '\n', '\r', '\v', '\f', '\u0085', '\u00a0', '\u2028', '\u3000', '\ufeff']) {
      expect(parseScope(`a${space}b`)).toEqual([`a${space}b`])
    }
  })

  it('§3.3: more than one space, and spaces at the ends, separate nothing more', () => {
    expect(parseScope('  a   b ')).toEqual(['a', 'b'])
    expect(parseScope('')).toEqual([])
    expect(parseScope(' ')).toEqual([])
  })

  it('§3.3: the strings are case-sensitive', async () => {
    const user = httpBearer({ scopes: { Me: '', me: '' } }, () => ({ user: 1, scopes: ['me'] }))
    expect(await security(user, 'me')(bearer('x'))).toBe(1)
    expect(await refusal(security(user, 'Me'), bearer('x'))).toMatchObject({ missing: ['Me'] })
    expect(parseScope('me Me')).toEqual(['me', 'Me'])
  })

  it('§3.3: their order does not matter, and a repeat adds nothing', async () => {
    const user = httpBearer({ scopes: { a: '', b: '' } }, (token) => ({ user: 1, scopes: token.split('.') }))
    expect(await security(user, 'a', 'b')(bearer('b.a'))).toBe(1)
    expect(await security(user, 'a', 'b', 'a')(bearer('b.a.b'))).toBe(1)
    expect(parseScope('b a b')).toEqual(['b', 'a'])
    expect(formatScope(['b', 'a', 'b'])).toBe('b a')
  })
})
