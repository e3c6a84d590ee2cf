import { issuer } from '@scopetree/core'
import { fakeIssuer, TOKEN_FLAWS, type TokenFlaw } from '@scopetree/core/testing'
import { describe, expect, it } from 'vitest'
import { ACCEPTED, outcomeOf } from './outcome.js'

const REASONS: Readonly<Record<TokenFlaw, string>> = {
  expired: 'expired',
  not_yet_valid: 'not_yet_valid',
  no_expiry: 'claims',
  other_issuer: 'issuer',
  no_issuer: 'issuer',
  other_audience: 'audience',
  no_audience: 'audience',
  no_subject: 'claims',
  numeric_subject: 'claims',
  other_type: 'type',
  unknown_critical_header: 'malformed',
  unknown_key: 'signature',
  foreign_signature: 'signature',
  tampered: 'signature',
  unsigned: 'malformed',
  public_key_as_secret: 'signature',
}

describe.each([
  ['at+jwt', {}, undefined],
  ['at+jwt', { tokenType: undefined }, ['at+jwt']],
  ['JWT', { tokenType: 'JWT' }, ['JWT']],
])('a fake issuer of tokens of the type %s, by %o', (type, options, tokenTypes) => {
  const fake = fakeIssuer(options)
  const auth = {
    key: issuer(fake.issuer, { audience: fake.audience, fetch: fake.fetch, onError: () => {} }),
    tokenTypes,
  }

  it('signs good ones', async () => {
    expect(await outcomeOf(auth, await fake.token())).toMatchObject(ACCEPTED)
    const [header = ''] = (await fake.sign({})).split('.')
    expect(JSON.parse(atob(header))).toMatchObject({ typ: type })
  })

  it.each(TOKEN_FLAWS)('signs bad ones that are refused for what is wrong with them: %s', async (flaw) => {
    expect(await outcomeOf(auth, await fake.token({}, flaw))).toMatchObject({ status: 401, reason: REASONS[flaw] })
  })
})

it.each(['', 7, null])('a type is no %o', (tokenType) => {
  // @ts-expect-error two of them are no text
  expect(() => fakeIssuer({ tokenType })).toThrow(new TypeError('"tokenType" must be a non-empty string'))
})
