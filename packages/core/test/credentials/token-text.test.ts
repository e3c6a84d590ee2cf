import { verifyAccessToken } from '@scopetree/core'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { forge, good, verifier } from './jws.js'

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
