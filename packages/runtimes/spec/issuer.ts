import { issuer, remoteJwks, verifyAccessToken, type TokenVerifier } from '@scopetree/core'
import { fakeIssuer, ISSUER_FAULTS, TOKEN_FLAWS, type FakeIssuer } from '@scopetree/core/testing'
import { equal, refusal, type Checks } from './check.js'

/** An API that trusts a fake issuer, and the time, which only a check moves. */
interface Setting {
  readonly fake: FakeIssuer
  readonly api: TokenVerifier
  time: number
}

function setting(timeout = 5): Setting {
  const now = (): number => it.time
  const fake = fakeIssuer({ alg: 'ES256', now })
  const { jwksUrl, audience, fetch } = fake
  const key = remoteJwks(jwksUrl, { issuer: fake.issuer, audience, fetch, now, timeout, onError() {} })
  const it: Setting = { fake, api: { key, now }, time: 1_800_000_000 }
  return it
}

export const remoteKeys: Checks = {
  'issuer: its keys are fetched once, and verify its tokens': async () => {
    const { fake, api } = setting()
    for (const sub of ['johndoe', 'alice']) {
      equal((await verifyAccessToken(api, await fake.token({ sub }))).claims.sub, sub)
    }
    equal(fake.keyFetches, 1)
  },

  'issuer: its keys are found by its metadata': async () => {
    const { fake } = setting()
    const key = issuer(fake.issuer, { audience: fake.audience, fetch: fake.fetch })
    const now = () => 1_800_000_000
    equal((await verifyAccessToken({ key, now }, await fake.token({ scope: 'me' }))).scopes, ['me'])
  },

  'issuer: a new key is taken in at once, and an old one counts until it is withdrawn': async () => {
    const where = setting()
    const { fake, api } = where
    const old = await fake.token({ exp: where.time + 3600 })
    await verifyAccessToken(api, old)
    fake.rotate()
    equal((await verifyAccessToken(api, await fake.token())).claims.sub, 'johndoe')
    equal((await verifyAccessToken(api, old)).claims.sub, 'johndoe')
    equal(fake.keyFetches, 2)
    fake.retire()
    // Twice what makes keys old, so that no runtime is left with those it had.
    where.time += 600
    await verifyAccessToken(api, await fake.token())
    await new Promise((resolve) => setTimeout(resolve, 50))
    equal((await refusal(verifyAccessToken(api, old))).name, 'InvalidTokenError')
  },

  'issuer: a token with a flaw is refused, whichever it is': async () => {
    const { fake, api } = setting()
    for (const flaw of TOKEN_FLAWS) {
      equal([flaw, (await refusal(verifyAccessToken(api, await fake.token({}, flaw)))).code], [flaw, 'invalid_token'])
    }
  },

  'issuer: that its keys are out of reach is no fault of the token': async () => {
    for (const fault of ISSUER_FAULTS) {
      const { fake, api } = setting(0.1)
      const token = await fake.token()
      fake.fail(fault)
      equal([fault, (await refusal(verifyAccessToken(api, token))).code], [fault, 'temporarily_unavailable'])
    }
  },
}
