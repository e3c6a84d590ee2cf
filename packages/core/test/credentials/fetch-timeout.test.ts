import { issuer, verifyAccessToken, type Fetch } from '@scopetree/core'
import { fakeIssuer } from '@scopetree/core/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { rejection } from './jws.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('an issuer has its timeout once, for its metadata and its keys together', async () => {
  const fake = fakeIssuer()
  const token = await fake.token()
  const asked: string[] = []
  const errors: unknown[] = []
  const slow: Fetch = async (url, init) => {
    asked.push(url)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    return fake.fetch(url, init)
  }
  const { audience } = fake
  const key = issuer(fake.issuer, { audience, timeout: 5, fetch: slow, onError: (error) => errors.push(error) })
  const refused = rejection(verifyAccessToken({ key }, token))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(errors.map(String)).toEqual(['Error: https://issuer.test did not answer within 5 s'])
  expect(asked).toHaveLength(2)
  expect(await refused).toMatchObject({ status: 503, reason: 'keys' })
})
