import { createServer } from 'node:http'
import { issuer, remoteJwks, type Fetch, type RemoteKeyOptions, type TokenVerifier } from '@scopetree/core'
import { fakeIssuer, ISSUER_FAULTS } from '@scopetree/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listen, startIssuer, type Loopback } from './loopback.js'
import { ACCEPTED, outcomeOf } from './outcome.js'

let loopback: Loopback
let time: number
let errors: unknown[]
const now = (): number => time
const later = (seconds: number): void => {
  time += seconds
}

beforeAll(async () => {
  loopback = await startIssuer({ now })
})
afterAll(() => loopback.stop())
beforeEach(() => {
  time = 1_800_000_000
  errors = []
})
afterEach(() => {
  loopback.fake.recover()
  vi.unstubAllGlobals()
})

/** Takes errors for the test that runs now: what it leaves hanging fails during a later one. */
function report(): (error: unknown) => void {
  const own = errors
  return (error) => void own.push(error)
}

/** An API that trusts the issuer on its port, as one does that has just been started. */
function api(options: Partial<RemoteKeyOptions> = {}): TokenVerifier {
  const { issuer: name, audience, jwksUrl } = loopback.fake
  const onError = report()
  return { key: remoteJwks(jwksUrl, { issuer: name, audience, now, onError, ...options }), now }
}

/** The same by the issuer's metadata. */
function discovering(options: Partial<RemoteKeyOptions> = {}): TokenVerifier {
  const { issuer: name, audience } = loopback.fake
  const onError = report()
  return { key: issuer(name, { audience, now, onError, ...options }), now }
}

const token = (): Promise<string> => loopback.fake.token({ exp: time + 100_000, iat: time })

/** How often the issuer's keys are asked for meanwhile. */
async function fetchesOf(work: () => Promise<unknown>): Promise<number> {
  const before = loopback.fake.keyFetches
  await work()
  return loopback.fake.keyFetches - before
}

describe('one fetch for all', () => {
  it.each([
    ['remoteJwks', api],
    ['issuer', discovering],
  ])('%s: 100 first requests at once fetch the keys once', async (_, make) => {
    const auth = make()
    const good = await token()
    const fetches = await fetchesOf(async () => {
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(auth, good)))
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200]))
    })
    expect(fetches).toBe(1)
  })

  it('100 first requests at once ask an issuer that fails once, and each learns of it', async () => {
    const auth = api()
    const good = await token()
    loopback.fake.fail('error')
    const fetches = await fetchesOf(async () => {
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(auth, good)))
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([503]))
    })
    expect([fetches, errors.length]).toEqual([1, 1])
  })

  it.each([
    ['Cloudflare Workers', 'WebSocketPair'],
    ["Vercel's edge", 'EdgeRuntime'],
  ])('on %s no request waits for the fetch of another, which would be cancelled', async (_, sign) => {
    vi.stubGlobal(sign, {})
    const auth = api()
    const good = await token()
    expect(await fetchesOf(() => Promise.all([outcomeOf(auth, good), outcomeOf(auth, good)]))).toBe(2)
    expect(await fetchesOf(() => outcomeOf(auth, good))).toBe(0)
    later(301)
    // In the foreground, as nothing goes on after the answer; and what it brings counts at once.
    expect(await fetchesOf(() => outcomeOf(auth, good))).toBe(1)
  })

  it.each([
    ['HS256', 'public_key_as_secret'],
    ['alg none', 'unsigned'],
    ['an unknown critical header', 'unknown_critical_header'],
  ] as const)('a token with %s costs no fetch', async (_, flaw) => {
    const auth = api()
    const bad = await loopback.fake.token({}, flaw)
    expect(await fetchesOf(async () => expect(await outcomeOf(auth, bad)).toMatchObject({ status: 401 }))).toBe(0)
  })
})

describe('refresh in the background', () => {
  it('happens once after refreshAfter, while the keys at hand serve on', async () => {
    const auth = api({ refreshAfter: 300 })
    const good = await token()
    await outcomeOf(auth, good)
    later(299)
    expect(await fetchesOf(() => outcomeOf(auth, good))).toBe(0)
    later(1)
    const before = loopback.fake.keyFetches
    loopback.fake.fail('hanging')
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(auth, good)))
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200]))
    await vi.waitFor(() => expect(loopback.fake.keyFetches - before).toBe(1), 20_000)
  })

  it('brings new keys, and takes withdrawn ones away', async () => {
    const own = await startIssuer({ now, alg: 'ES256' })
    const { issuer: name, audience, jwksUrl } = own.fake
    const auth = { key: remoteJwks(jwksUrl, { issuer: name, audience, now }), now }
    const old = await own.fake.token({ exp: time + 100_000 })
    expect(await outcomeOf(auth, old)).toMatchObject(ACCEPTED)
    own.fake.rotate()
    own.fake.retire()
    expect(await outcomeOf(auth, old)).toMatchObject(ACCEPTED)
    later(300)
    await outcomeOf(auth, old)
    await vi.waitFor(
      async () => expect(await outcomeOf(auth, old)).toMatchObject({ status: 401, reason: 'signature' }),
      20_000,
    )
    await own.stop()
  })

  it('is waited for where nobody came before the keys were twice as old', async () => {
    const own = fakeIssuer({ now, alg: 'ES256' })
    const { issuer: name, audience, jwksUrl, fetch } = own
    const auth = { key: remoteJwks(jwksUrl, { issuer: name, audience, fetch, now }), now }
    const old = await own.token({ exp: time + 100_000 })
    expect(await outcomeOf(auth, old)).toMatchObject(ACCEPTED)
    own.rotate()
    own.retire()
    later(600)
    const outcomes = await Promise.all([outcomeOf(auth, old), outcomeOf(auth, old)])
    expect(outcomes.map(({ status }) => status)).toEqual([401, 401])
    expect(own.keyFetches).toBe(2)
  })

  it('is not waited for while the issuer is known to be out of reach', async () => {
    let answers = true
    const { issuer: name, audience, jwksUrl, fetch: good } = loopback.fake
    const fetch: Fetch = (url, init) => (answers ? good(url, init) : new Promise(() => {}))
    const options = {
      issuer: name,
      audience,
      now,
      fetch,
      timeout: 1,
      onError: report(),
    }
    const auth = { key: remoteJwks(jwksUrl, options), now }
    const token = await loopback.fake.token({ exp: time + 100_000 })
    await outcomeOf(auth, token)
    answers = false
    later(600)
    expect(await outcomeOf(auth, token)).toMatchObject(ACCEPTED)
    // It was waited for once, and failed.
    expect(errors).toHaveLength(1)
    later(30)
    expect(await outcomeOf(auth, token)).toMatchObject(ACCEPTED)
    expect(errors).toHaveLength(1)
    await vi.waitFor(() => expect(errors).toHaveLength(2), 20_000)
  })

  it('is tried again every 30 seconds where it fails', async () => {
    const auth = api()
    const good = await token()
    await outcomeOf(auth, good)
    loopback.fake.fail('error')
    later(300)
    for (const [seconds, tried] of [
      [0, 1],
      [29, 1],
      [1, 2],
    ] as const) {
      later(seconds)
      expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
      await vi.waitFor(() => expect(errors).toHaveLength(tried), 20_000)
    }
  })
})

describe('a kid that nobody has seen', () => {
  it('1,000 of them in 30 seconds cost two fetches, and every one is refused', async () => {
    const auth = api()
    const flawed = await loopback.fake.token({ exp: time + 1000 }, 'unknown_key')
    const [, payload, signature] = flawed.split('.')
    const fetches = await fetchesOf(async () => {
      for (let index = 0; index < 1000; index += 1) {
        const header = { alg: 'RS256', kid: crypto.randomUUID(), typ: 'at+jwt' }
        const bad = [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.')
        expect(await outcomeOf(auth, bad)).toMatchObject({ status: 401, reason: 'signature' })
        later(0.0299)
      }
    })
    expect(fetches).toBe(2)
  })

  it('1,000 of them cost two fetches also while the issuer fails, and none is said to be bad', async () => {
    const auth = api()
    await outcomeOf(auth, await token())
    loopback.fake.fail('error')
    const fetches = await fetchesOf(async () => {
      for (let index = 0; index < 1000; index += 1) {
        const unknown = await loopback.fake.sign({}, { kid: crypto.randomUUID() })
        expect(await outcomeOf(auth, unknown)).toMatchObject({ status: 503, reason: 'keys' })
        later(0.0299)
      }
    })
    expect(fetches).toBe(1)
  })

  it('is found when the issuer has published it, without waiting for the refresh', async () => {
    const own = fakeIssuer({ now, alg: 'ES256' })
    const { issuer: name, audience, jwksUrl, fetch } = own
    const auth = { key: remoteJwks(jwksUrl, { issuer: name, audience, fetch, now }), now }
    expect(await outcomeOf(auth, await own.token())).toMatchObject(ACCEPTED)
    own.rotate()
    expect(await outcomeOf(auth, await own.token())).toMatchObject(ACCEPTED)
    own.rotate()
    expect(await outcomeOf(auth, await own.token())).toMatchObject({ status: 401 })
    later(30)
    expect(await outcomeOf(auth, await own.token())).toMatchObject(ACCEPTED)
    expect(own.keyFetches).toBe(3)
  })
})

/** All that a client is told, header by header: nothing of the cause. */
const UNAVAILABLE = 'content-type: application/json\nretry-after: 5\n{"error":"temporarily_unavailable"}'

describe('an issuer that is out of reach', () => {
  it.each(ISSUER_FAULTS)(
    '%s: 503 with Retry-After and nothing of the cause, and well again without a restart',
    async (fault) => {
      for (const auth of [api({ timeout: 2 }), discovering({ timeout: 2 })]) {
        const good = await token()
        loopback.fake.fail(fault)
        const outcome = await outcomeOf(auth, good)
        expect(outcome).toMatchObject({ status: 503, reason: 'keys', retryAfter: '5' })
        expect(outcome.text).toBe(UNAVAILABLE)
        loopback.fake.recover()
        // An issuer that comes up is not met by everyone at once.
        expect(await outcomeOf(auth, good)).toMatchObject({ status: 503, retryAfter: '5' })
        later(5)
        expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
      }
      expect(errors).toHaveLength(2)
      expect(errors.every((error) => error instanceof Error)).toBe(true)
    },
  )

  it.each(ISSUER_FAULTS)('%s: a token that is bad in any other way is 503, too, and not 401', async (fault) => {
    const auth = api({ timeout: 2 })
    const bad = await Promise.all(
      (['expired', 'unknown_key', 'tampered', 'other_issuer'] as const).map((flaw) => loopback.fake.token({}, flaw)),
    )
    loopback.fake.fail(fault)
    for (const flawed of bad) expect(await outcomeOf(auth, flawed)).toMatchObject({ status: 503 })
  })

  it('a port that nobody listens on', async () => {
    const gone = await startIssuer({ now })
    const { issuer: name, audience, jwksUrl } = gone.fake
    await gone.stop()
    const onError = report()
    const auth = { key: remoteJwks(jwksUrl, { issuer: name, audience, now, onError }), now }
    const outcome = await outcomeOf(auth, await gone.fake.token())
    expect(outcome).toMatchObject({ status: 503, retryAfter: '5' })
    expect(outcome.text).toBe(UNAVAILABLE)
  })

  it.each([201, 203, 404, 500])('an answer with status %i, also of good keys', async (status) => {
    const fetch: Fetch = async (url) => new Response((await loopback.fake.fetch(url)).body, { status })
    expect(await outcomeOf(api({ fetch }), await token())).toMatchObject({ status: 503 })
  })

  it.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['keys that are no array', '{"keys":{}}'],
    ['no keys', '{}'],
    ['keys that are none', '{"keys":[null,1,"k",{"kty":"RSA"}]}'],
    ['two texts', '{"keys":[]}{}'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['nothing', ''],
  ])('an answer of %s', async (_, text) => {
    const fetch: Fetch = async () => new Response(text)
    expect(await outcomeOf(api({ fetch }), await token())).toMatchObject({ status: 503 })
  })

  it('a redirect to good keys is not followed', async () => {
    const { jwksUrl, issuer: name, audience } = loopback.fake
    const server = createServer((_, res) => res.writeHead(302, { location: jwksUrl }).end())
    const url = await listen(server)
    const auth = { key: remoteJwks(url, { issuer: name, audience, now, onError: () => {} }), now }
    const good = await token()
    expect(await fetchesOf(async () => expect(await outcomeOf(auth, good)).toMatchObject({ status: 503 }))).toBe(0)
    server.close()
  })

  it.each([
    ['while it is read', 200, 1],
    ['at once where nobody wants it', 500, 60],
  ])('a body that never ends is given up %s', async (_, status, timeout) => {
    let closed = 0
    const server = createServer((_req, res) => {
      res.writeHead(status)
      const drip = setInterval(() => res.write('{'), 5)
      res.on('close', () => {
        closed += 1
        clearInterval(drip)
      })
    })
    const url = await listen(server)
    const { issuer: name, audience } = loopback.fake
    const auth = { key: remoteJwks(url, { issuer: name, audience, now, timeout, onError: () => {} }), now }
    expect(await outcomeOf(auth, await token())).toMatchObject({ status: 503 })
    await vi.waitFor(() => expect(closed).toBe(1), 20_000)
    server.close()
  })

  it('a fetch that heeds no signal is not waited for', async () => {
    const fetch: Fetch = () => new Promise(() => {})
    expect(await outcomeOf(api({ fetch, timeout: 0.05 }), await token())).toMatchObject({ status: 503 })
  })
})

describe('keys that are known', () => {
  it('serve on for maxAge, and not longer', async () => {
    const auth = api({ maxAge: 3600 })
    const good = await token()
    await outcomeOf(auth, good)
    loopback.fake.fail('error')
    for (const seconds of [300, 300, 2999, 0.9]) {
      later(seconds)
      expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
    }
    later(0.1)
    expect(await outcomeOf(auth, good)).toMatchObject({ status: 503 })
    loopback.fake.recover()
    later(30)
    expect(await outcomeOf(auth, good)).toMatchObject(ACCEPTED)
  })

  it('are an hour old at most by default', async () => {
    const auth = api()
    const good = await token()
    await outcomeOf(auth, good)
    loopback.fake.fail('error')
    later(3600)
    expect(await outcomeOf(auth, good)).toMatchObject({ status: 503 })
  })

  it('do not grow young when the clock is set back', async () => {
    const auth = api()
    const good = await loopback.fake.token({ exp: time + 100_000, iat: time - 100_000 })
    await outcomeOf(auth, good)
    later(-7200)
    expect(await fetchesOf(() => outcomeOf(auth, good))).toBe(1)
  })

  it('are still asked about an unknown one, which is then neither good nor bad', async () => {
    const auth = api()
    await outcomeOf(auth, await token())
    loopback.fake.fail('error')
    const unknown = await loopback.fake.token({}, 'unknown_key')
    expect(await outcomeOf(auth, unknown)).toMatchObject({ status: 503, retryAfter: '30' })
    later(10)
    expect(await outcomeOf(auth, unknown)).toMatchObject({ status: 503, retryAfter: '20' })
    loopback.fake.recover()
    later(20)
    expect(await outcomeOf(auth, unknown)).toMatchObject({ status: 401, reason: 'signature' })
  })
})
