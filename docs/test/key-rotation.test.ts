import { createAccessToken, privateKey, remoteJwks, verifyAccessToken, type Fetch, type Jwk } from '@scopetree/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../examples/key-rotation/issuer/app.js'
import { newKey } from '../examples/key-rotation/issuer/new-key.js'
import { ringOf } from '../examples/key-rotation/issuer/ring.js'
import { call, login, withToken } from './support/http.js'
import { startProgram } from './support/program.js'

let old: Jwk
let next: Jwk
beforeAll(async () => {
  ;[old, next] = await Promise.all([newKey('old'), newKey('new')])
})

const OLD_TOKENS = 15 * 60
const KEPT = 300
const START = 1_800_000_000

/** An issuer whose deployments are swapped under it, and an API elsewhere that fetches its keys. */
class Rotation {
  time = START
  #app = this.#appOf([old])
  readonly #issued: { token: string; expires: number }[] = []
  readonly #fetch: Fetch = async (url) => this.#app.request(url)
  readonly #key = remoteJwks('https://login.example.com/.well-known/jwks.json', {
    issuer: 'https://login.example.com',
    audience: 'https://api.example.com',
    refreshAfter: KEPT,
    fetch: this.#fetch,
    now: () => this.time,
  })

  #appOf(keys: readonly Jwk[]): ReturnType<typeof createApp> {
    return createApp(ringOf(JSON.stringify(keys)), () => this.time)
  }

  deploy(keys: readonly Jwk[]): void {
    this.#app = this.#appOf(keys)
  }

  async issue(): Promise<void> {
    const body = new URLSearchParams({ username: 'johndoe', password: 'secret', scope: 'me' })
    const answer = await this.#app.request('/token', { method: 'POST', body })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    this.#issued.push({ token, expires: this.time + OLD_TOKENS })
  }

  /** Whether the issuer's own routes and the API elsewhere take a token. */
  async accepts(token: string): Promise<readonly boolean[]> {
    const headers = { authorization: `Bearer ${token}` }
    const { status } = await this.#app.request('/users/me', { headers })
    const elsewhere = await verifyAccessToken({ key: this.#key, now: () => this.time }, token).then(
      () => true,
      () => false,
    )
    return [status === 200, elsewhere]
  }

  /** How many of the tokens that have not expired are refused somewhere. */
  async refused(): Promise<number> {
    const valid = this.#issued.filter(({ expires }) => expires > this.time)
    const answers = await Promise.all(valid.map(({ token }) => this.accepts(token)))
    return answers.filter((answer) => answer.includes(false)).length
  }

  /** Lets time pass, with logins and requests all the while; how many valid tokens were refused. */
  async pass(seconds: number): Promise<number> {
    let refused = 0
    for (const end = this.time + seconds; this.time < end; this.time += 150) {
      await this.issue()
      refused += await this.refused()
    }
    return refused
  }
}

/** A token that claims to be good for ever, signed with the key that is to be retired. */
function immortal(time: number): Promise<string> {
  const terms = { issuer: 'https://login.example.com', audience: 'https://api.example.com' }
  const auth = { key: privateKey(old), ...terms, now: () => time, scopes: { me: '' } }
  return createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 1e6 })
}

describe('the recipe', () => {
  test(
    'refuses no valid token on the way, and takes none of the retired key afterwards',
    { timeout: 60_000 },
    async () => {
      const rotation = new Rotation()
      expect(await rotation.pass(600)).toBe(0)
      const stolen = await immortal(rotation.time)
      expect(await rotation.accepts(stolen)).toEqual([true, true])

      rotation.deploy([old, next])
      expect(await rotation.pass(KEPT)).toBe(0)
      rotation.deploy([next, old])
      expect(await rotation.pass(OLD_TOKENS)).toBe(0)
      expect(await rotation.accepts(stolen)).toEqual([true, true])

      rotation.deploy([next])
      expect(await rotation.accepts(stolen)).toEqual([false, true])
      expect(await rotation.pass(2 * KEPT)).toBe(0)
      expect(await rotation.accepts(stolen)).toEqual([false, false])
      expect(await rotation.pass(600)).toBe(0)
    },
  )

  test('signing with a key that was not published first, and twice in a moment, refuses valid tokens', async () => {
    const rotation = new Rotation()
    await rotation.issue()
    await rotation.refused()
    rotation.deploy([next, old])
    await rotation.issue()
    // The API asks the issuer once for a key that it does not know, and so may anybody with a made-up one.
    expect(await rotation.refused()).toBe(0)
    rotation.deploy([await newKey('newest'), next, old])
    await rotation.issue()
    expect(await rotation.refused()).toBe(1)
  })

  test('retiring a key before its last token has expired refuses valid tokens', async () => {
    const rotation = new Rotation()
    await rotation.pass(300)
    rotation.deploy([next])
    expect(await rotation.refused()).toBeGreaterThan(0)
  })
})

test('the program signs with the first of SIGNING_KEYS and publishes all of them', async () => {
  const program = await startProgram('key-rotation/main.ts', { SIGNING_KEYS: JSON.stringify([next, old]) })
  const { body } = await login(program.origin, { username: 'johndoe', password: 'secret', scope: 'me' })
  const { access_token: token } = body as { access_token: string }
  expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toContain('"kid":"new"')
  expect(await withToken(program.origin, '/users/me', token)).toMatchObject({ status: 200 })
  const { text, headers } = await call(program.origin, { path: '/.well-known/jwks.json' })
  expect(headers['cache-control']).toBe('public, max-age=300')
  expect(text).toMatch(/"kid":"new".*"kid":"old"/)
  expect(text).not.toContain(old.d)
  await program.stop()
}, 30_000)
