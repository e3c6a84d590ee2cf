import {
  type Account,
  argon2id,
  authenticateUser,
  type AuthEvent,
  bcrypt,
  bcryptSha256,
  defineAuth,
  hashPassword,
  type HashPool,
  hashPool,
  normalised,
  passwordGrant,
  type PasswordHasher,
  passwordHashers,
  scrypt,
  tokenEndpoint,
  verifyPassword,
} from '@scopetree/core'
import { tokenResponder } from '@scopetree/core/adapter'
import { describe, expect, it, vi } from 'vitest'
import { formats, vectors } from './formats/formats.js'
import { key } from './jws.js'

vi.setConfig({ testTimeout: 60_000 })

const left = new Error('the client left')
const hash = await bcrypt({ cost: 4 }).hash('secret')
const accounts = new Map<string, Account<{ name: string }>>([
  ['johndoe', { user: { name: 'John' }, passwordHash: hash }],
])

/** Logins before one thread that is busy, and room for one to wait, who has then `queued`. */
function busyLogins() {
  const { run } = hashPool({ threads: 1, maxQueue: 1, maxWait: 60 })
  const running = bcrypt({ cost: 12, pool: { run } }).hash('secret')
  let isQueued = (): void => undefined
  const queued = new Promise<void>((resolve) => (isQueued = resolve))
  const pool: HashPool = {
    run(...job) {
      const result = run(...job)
      isQueued()
      return result
    },
  }
  const events: AuthEvent[] = []
  const hasher = bcrypt({ cost: 4, pool })
  const auth = defineAuth({
    key,
    hasher,
    findUser: (username) => accounts.get(username),
    onEvent: (event) => void events.push(event),
  })
  return { auth, hasher, events, running, queued }
}

function request(username: string, signal?: AbortSignal): Request {
  const body = new URLSearchParams({ username, password: 'secret' })
  return new Request('http://localhost/token', { method: 'POST', body, ...(signal && { signal }) })
}

type Logins = ReturnType<typeof busyLogins>

describe('what is aborted while it waits leaves the queue to others', () => {
  it.each<[what: string, start: (logins: Logins, signal: AbortSignal) => Promise<unknown>]>([
    ['authenticateUser', ({ auth }, signal) => authenticateUser(auth, 'johndoe', 'secret', { signal })],
    ['authenticateUser of nobody', ({ auth }, signal) => authenticateUser(auth, 'nobody', 'secret', { signal })],
    ['passwordGrant', ({ auth }, signal) => passwordGrant(auth, request('johndoe'), { signal })],
    ['tokenResponder', ({ auth }, signal) => tokenResponder(auth)(request('johndoe'), { signal })],
    ['hashPassword', ({ hasher }, signal) => hashPassword('secret', hasher, { signal })],
    ['verifyPassword', ({ hasher }, signal) => verifyPassword('secret', hash, hasher, { signal })],
  ])('%s', async (_, start) => {
    const logins = busyLogins()
    const controller = new AbortController()
    const waiting = start(logins, controller.signal)
    await logins.queued
    await expect(hashPassword('secret', logins.hasher)).rejects.toMatchObject({ reason: 'busy' })
    controller.abort(left)
    await expect(waiting).rejects.toBe(left)
    expect(logins.events).toEqual([])
    expect(await authenticateUser(logins.auth, 'johndoe', 'secret')).toEqual({ name: 'John' })
    await logins.running
  })

  it('tokenEndpoint, whose request is aborted', async () => {
    const logins = busyLogins()
    const controller = new AbortController()
    const endpoint = tokenEndpoint(logins.auth)
    const waiting = endpoint(request('johndoe', controller.signal))
    await logins.queued
    controller.abort(left)
    const unread = await waiting
    expect([unread.status, await unread.text()]).toEqual([499, ''])
    expect((await endpoint(request('johndoe'))).status).toBe(200)
    await logins.running
  })
})

describe('does not begin what is aborted already', () => {
  const signal = AbortSignal.abort(left)

  const kinds = new Map(vectors.map((vector) => [vector.format, vector]))
  it('in any format', () => expect([...kinds.keys()].toSorted()).toEqual(Object.keys(formats).toSorted()))
  it.each([...kinds.values()])('$format: verify', async (vector) => {
    await expect(formats[vector.format].verify('secret', vector.hash, { signal })).rejects.toBe(left)
  })

  it.each<[string, PasswordHasher]>([
    ['bcrypt', bcrypt()],
    ['bcryptSha256', bcryptSha256()],
    ['scrypt', scrypt()],
    ['argon2id', argon2id()],
    ['passwordHashers', passwordHashers(bcrypt(), scrypt())],
    ['normalised', normalised(bcrypt(), 'NFC')],
  ])('%s: hash', async (_, hasher) => {
    await expect(hasher.hash('secret', { signal })).rejects.toBe(left)
  })

  it.each<[string, PasswordHasher]>([
    ['passwordHashers', passwordHashers(scrypt(), bcrypt())],
    ['normalised', normalised(bcrypt(), 'NFC')],
  ])('%s: verify', async (_, hasher) => {
    await expect(hasher.verify('secret', hash, { signal })).rejects.toBe(left)
  })
})

it('a login that is aborted already is not looked up', async () => {
  const lookups: string[] = []
  const findUser = (username: string) => {
    lookups.push(username)
    return undefined
  }
  const { auth } = busyLogins()
  const { status } = await tokenEndpoint({ ...auth, findUser })(request('johndoe', AbortSignal.abort(left)))
  expect([status, lookups]).toEqual([499, []])
})

it('a form that breaks off with the client is as good as aborted', async () => {
  const controller = new AbortController()
  const body = new ReadableStream({
    pull() {
      controller.abort(left)
      throw new Error('connection reset')
    },
  })
  const init = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  const { auth } = busyLogins()
  const { signal } = controller
  await expect(passwordGrant(auth, new Request('http://localhost/', init), { signal })).rejects.toBe(left)
})

it('a failure is not taken for an abort', async () => {
  const { auth } = busyLogins()
  const controller = new AbortController()
  const down = new Error('down')
  const findUser = () => {
    controller.abort(left)
    throw down
  }
  await expect(tokenEndpoint({ ...auth, findUser })(request('johndoe', controller.signal))).rejects.toBe(down)
})

it('the upgrade of a hash is not given up', async () => {
  const controller = new AbortController()
  const saved: string[] = []
  const types: string[] = []
  const config = {
    hasher: bcrypt({ cost: 5 }),
    findUser: (username: string) => accounts.get(username),
    savePasswordHash: (_: unknown, upgraded: string) => saved.push(upgraded),
    onEvent({ type }: AuthEvent) {
      types.push(type)
      controller.abort(left)
    },
  }
  const { signal } = controller
  expect(await authenticateUser(config, 'johndoe', 'secret', { signal })).toEqual({ name: 'John' })
  expect(saved).toEqual([expect.stringMatching(/^\$2b\$05\$/)])
  expect(types).toEqual(['login_succeeded', 'hash_upgraded'])
})
