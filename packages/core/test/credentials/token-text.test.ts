import { verifyAccessToken } from '@scopetree/core'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { forge, good, rejection, verifier } from './jws.js'

const token = forge({ ...good, scope: 'me' })

/** One edit of a text: a character put in, taken out, or replaced. */
const edit = fc.record({
  at: fc.nat(token.length),
  cut: fc.nat(1),
  put: fc.oneof(fc.constantFrom('', '=', '.', ' ', '\n', '\0', '+', '/', 'A', '-'), fc.string({ maxLength: 2 })),
})

it('RFC 7515 §5.2: no other spelling of a good token is accepted', async () => {
  await expect(verifyAccessToken(verifier, token)).resolves.toBeDefined()
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const respelled = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), token)
      fc.pre(respelled !== token)
      await expect(verifyAccessToken(verifier, respelled)).rejects.toMatchObject({ code: 'invalid_token' })
    }),
    { numRuns: 1000 },
  )
})

it('RFC 7515 §5.2: no arbitrary text is accepted, and none fails otherwise', async () => {
  const segment = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 5 }), async (segments) => {
      await expect(verifyAccessToken(verifier, segments.join('.'))).rejects.toMatchObject({ code: 'invalid_token' })
    }),
    { numRuns: 1000 },
  )
})

it('RFC 4648 §3.5: a segment ends without stray bits, as the bytes that it spells would be spelt', async () => {
  const [header = '', payload = ''] = token.split('.')
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.é\n'
  for (const length of [1, 2, 3, 4, 5, 42, 43, 44]) {
    for (const last of characters) {
      const signature = 'A'.repeat(length - 1) + last
      const isSpeltSo = Buffer.from(signature, 'base64url').toString('base64url') === signature
      const error = await rejection(verifyAccessToken(verifier, `${header}.${payload}.${signature}`))
      expect(error, signature).toMatchObject({ reason: isSpeltSo ? 'signature' : 'malformed' })
    }
  }
})
