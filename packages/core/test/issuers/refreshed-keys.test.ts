import { remoteJwks, verifyAccessToken, type Fetch, type TokenVerifier } from '@scopetree/core'
import { fakeIssuer } from '@scopetree/core/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'

/** What a remembered token saves. */
const signatures = vi.spyOn(crypto.subtle, 'verify')
const START = 1_800_000_000
let time = START
const now = (): number => time
beforeEach(() => {
  time = START
  signatures.mockClear()
})

/** An API that has seen a token. */
async function seen(fetch: (own: Fetch) => Fetch = (own) => own) {
  const fake = fakeIssuer({ alg: 'ES256', now })
  const key = remoteJwks(fake.jwksUrl, { ...fake, fetch: fetch(fake.fetch), now, refreshAfter: 300 })
  const api: TokenVerifier = { key, now }
  const token = await fake.token({ exp: START + 10_000 })
  await verifyAccessToken(api, token)
  return { fake, api, token }
}

describe('a token that was verified before costs no second signature', () => {
  it('when the keys have been fetched anew', async () => {
    const { fake, api, token } = await seen()
    time += 600
    await verifyAccessToken(api, token)
    expect([fake.keyFetches, signatures.mock.calls.length]).toEqual([2, 1])
  })

  it('when somebody makes a key up', async () => {
    const { fake, api, token } = await seen()
    await expect(verifyAccessToken(api, await fake.token({}, 'unknown_key'))).rejects.toThrow('signature')
    await verifyAccessToken(api, token)
    expect([fake.keyFetches, signatures.mock.calls.length]).toEqual([2, 1])
  })

  it('when another key has come', async () => {
    const { fake, api, token } = await seen()
    fake.rotate()
    await verifyAccessToken(api, await fake.token())
    await verifyAccessToken(api, token)
    expect([fake.keyFetches, signatures.mock.calls.length]).toEqual([2, 2])
  })
})

describe('a token that was verified before is verified anew', () => {
  it.each([
    ['its key has been replaced under the same kid', otherPoint, 'signature'],
    ['its key is no longer for signatures', () => ({ use: 'enc' }), 'signature'],
  ])('when %s', async (_, change, reason) => {
    const replaced = await change()
    let members: object = {}
    const { api, token } = await seen((own) => async (url, init) => {
      const { keys } = (await (await own(url, init)).json()) as { keys: object[] }
      const other = fakeIssuer({ alg: 'ES256' })
      const stranger = (await (await other.fetch(other.jwksUrl)).json()) as { keys: object[] }
      return Response.json({ keys: [...keys.map((jwk) => ({ ...jwk, ...members })), ...stranger.keys] })
    })
    members = replaced
    time += 600
    await expect(verifyAccessToken(api, token)).rejects.toMatchObject({ reason })
  })
})

async function otherPoint(): Promise<object> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify', 'sign'])
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { x, y }
}
