import { defineAuth, issuer, verifyAccessToken } from '@scopetree/core'
import { fakeIssuer, TOKEN_FLAWS } from '@scopetree/core/testing'
import { expect, test } from 'vitest'

// #region jwt
const fake = fakeIssuer({ issuer: 'https://my-domain.auth0.com/', tokenType: 'JWT' })
const auth = defineAuth({
  key: issuer(fake.issuer, { audience: fake.audience, fetch: fake.fetch }),
  tokenTypes: ['JWT'],
  scopeClaim: 'permissions',
})
const permissions = ['read:items']

test('a token as Auth0 makes it is good', async () => {
  expect((await verifyAccessToken(auth, await fake.token({ permissions }))).scopes).toEqual(permissions)
})

test.each(TOKEN_FLAWS)('%s: refused', async (flaw) => {
  const token = await fake.token({ permissions }, flaw)
  await expect(verifyAccessToken(auth, token)).rejects.toMatchObject({ code: 'invalid_token' })
})
// #endregion jwt

test('the tokens of a fake that was not told are refused for their type, with a flaw and without', async () => {
  const untold = fakeIssuer({ issuer: fake.issuer })
  const api = defineAuth({ ...auth, key: issuer(untold.issuer, { audience: untold.audience, fetch: untold.fetch }) })
  for (const token of [await untold.token({ permissions }), await untold.token({ permissions }, 'expired')]) {
    await expect(verifyAccessToken(api, token)).rejects.toMatchObject({ reason: 'type' })
  }
})
