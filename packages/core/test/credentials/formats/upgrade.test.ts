import {
  argon2id,
  authenticateUser,
  type AuthEvent,
  type PasswordHasher,
  passwordHashers,
  type PasswordVerifier,
} from '@scopetree/core/password'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formats, samples, type FormatName } from './formats.js'

vi.setConfig({ testTimeout: 30_000 })

const names = Object.keys(formats) as FormatName[]
const preferred = argon2id({ memory: 64, passes: 1, parallelism: 1 })

/** One user, whose hash can be replaced. */
function store(passwordHash: string) {
  const user = { name: 'John' }
  const stored = { user, passwordHash, saves: 0, events: [] as AuthEvent['type'][] }
  return {
    stored,
    findUser: async (username: string) => (username === 'johndoe' ? { ...stored } : undefined),
    async savePasswordHash(_: unknown, hash: string) {
      stored.passwordHash = hash
      stored.saves += 1
    },
    onEvent: ({ type }: AuthEvent) => void stored.events.push(type),
  }
}

describe.each(names)('a user of %s', (name) => {
  const hasher = passwordHashers(preferred, ...Object.values(formats))

  it('logs in with the old password, is upgraded once, and the next login writes nothing', async () => {
    const auth = { ...store(samples[name]), hasher }
    expect(await authenticateUser(auth, 'johndoe', 'wrong')).toBeNull()
    expect(auth.stored.saves).toBe(0)
    expect(await authenticateUser(auth, 'johndoe', 'secret')).toEqual({ name: 'John' })
    expect(auth.stored).toMatchObject({
      saves: 1,
      passwordHash: expect.stringMatching(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/),
    })
    expect(await authenticateUser(auth, 'johndoe', 'secret')).toEqual({ name: 'John' })
    expect(await authenticateUser(auth, 'johndoe', 'wrong')).toBeNull()
    expect(auth.stored.saves).toBe(1)
    expect(auth.stored.events).toEqual([
      'login_failed',
      'login_succeeded',
      'hash_upgraded',
      'login_succeeded',
      'login_failed',
    ])
  })

  it('can keep a password that was changed while the new hash was made', async () => {
    const { stored, ...auth } = store(samples[name])
    const slow: PasswordHasher = {
      ...preferred,
      async hash(password) {
        stored.passwordHash = 'changed'
        return preferred.hash(password)
      },
    }
    const savePasswordHash = async (user: unknown, hash: string, outdated: string) => {
      if (stored.passwordHash === outdated) await auth.savePasswordHash(user, hash)
    }
    const config = { ...auth, hasher: passwordHashers(slow, ...Object.values(formats)), savePasswordHash }
    expect(await authenticateUser(config, 'johndoe', 'secret')).toEqual({ name: 'John' })
    expect(stored).toMatchObject({ saves: 0, passwordHash: 'changed' })
  })

  it('logs in though the new hash cannot be saved or made', async () => {
    const { stored, ...auth } = store(samples[name])
    const savePasswordHash = () => Promise.reject(new Error('read-only'))
    const noHash: PasswordHasher = { ...preferred, hash: () => Promise.reject(new Error('no memory')) }
    for (const config of [
      { ...auth, hasher, savePasswordHash },
      { ...auth, hasher: passwordHashers(noHash, ...Object.values(formats)) },
    ]) {
      stored.events.length = 0
      expect(await authenticateUser(config, 'johndoe', 'secret')).toEqual({ name: 'John' })
      expect(stored.events).toEqual(['login_succeeded', 'hash_upgrade_failed'])
    }
  })

  it('costs one hash of the preferred kind when the login fails, as an unknown user does', async () => {
    let made = 0
    const counted: PasswordHasher = {
      ...preferred,
      hash(password) {
        made += 1
        return preferred.hash(password)
      },
    }
    const auth = { ...store(samples[name]), hasher: passwordHashers(counted, ...Object.values(formats)) }
    for (const [username, password] of [
      ['nobody', 'secret'],
      ['johndoe', 'wrong'],
      ['johndoe', ''],
      ['johndoe', 'secret\0'],
      ['johndoe', 'x'.repeat(5000)],
    ] as const) {
      made = 0
      expect(await authenticateUser(auth, username, password)).toBeNull()
      expect(made, password.slice(0, 10)).toBe(1)
    }
  })
})

describe('logins that race', () => {
  /** A verifier whose answers come when the test lets them. */
  function gated() {
    const waiting: (() => void)[] = []
    const verifier: PasswordVerifier = {
      recognises: (hash) => hash.startsWith('old:'),
      async verify(password, hash) {
        await new Promise<void>((resolve) => waiting.push(resolve))
        return hash === `old:${password}`
      },
    }
    return { waiting, verifier }
  }
  /** Lets logins go on until this is so. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise(setImmediate)
  }

  it('upgrade once, though one ends before the other has compared', async () => {
    const { waiting, verifier } = gated()
    const auth = { ...store('old:secret'), hasher: passwordHashers(preferred, verifier) }
    const first = authenticateUser(auth, 'johndoe', 'secret')
    const second = authenticateUser(auth, 'johndoe', 'secret')
    await until(() => waiting.length === 2)
    waiting[0]?.()
    expect(await first).toEqual({ name: 'John' })
    waiting[1]?.()
    expect(await second).toEqual({ name: 'John' })
    expect(auth.stored.saves).toBe(1)
  })

  it('upgrade once, though one ends before the other has its answer from the store', async () => {
    const { waiting, verifier } = gated()
    const { findUser, ...rest } = store('old:secret')
    const answers: (() => void)[] = []
    const auth = {
      ...rest,
      hasher: passwordHashers(preferred, verifier),
      async findUser(username: string) {
        const read = await findUser(username)
        await new Promise<void>((resolve) => answers.push(resolve))
        return read
      },
    }
    const first = authenticateUser(auth, 'johndoe', 'secret')
    const second = authenticateUser(auth, 'johndoe', 'secret')
    await until(() => answers.length === 2)
    answers[0]?.()
    await until(() => waiting.length === 1)
    waiting[0]?.()
    await first
    answers[1]?.()
    await until(() => waiting.length === 2)
    waiting[1]?.()
    expect(await second).toEqual({ name: 'John' })
    expect(auth.stored.saves).toBe(1)
  })

  it('upgrade once, and by the second where the first could not save', async () => {
    const { waiting, verifier } = gated()
    const kept = store('old:secret')
    let attempts = 0
    const auth = {
      ...kept,
      hasher: passwordHashers(preferred, verifier),
      async savePasswordHash(user: unknown, hash: string) {
        attempts += 1
        if (attempts === 1) throw new Error('read-only')
        await kept.savePasswordHash(user, hash)
      },
    }
    const logins = [authenticateUser(auth, 'johndoe', 'secret'), authenticateUser(auth, 'johndoe', 'secret')]
    await until(() => waiting.length === 2)
    waiting[0]?.()
    await logins[0]
    waiting[1]?.()
    await logins[1]
    expect([attempts, auth.stored.saves]).toEqual([2, 1])
  })

  it('of two stores do not keep each other from upgrading', async () => {
    const { waiting, verifier } = gated()
    const hasher = passwordHashers(preferred, verifier)
    const one = { ...store('old:secret'), hasher }
    const other = { ...store('old:password'), hasher }
    const logins = [authenticateUser(one, 'johndoe', 'secret'), authenticateUser(other, 'johndoe', 'password')]
    await until(() => waiting.length === 2)
    for (const open of waiting) open()
    await Promise.all(logins)
    expect([one.stored.saves, other.stored.saves]).toEqual([1, 1])
  })

  describe('and are never heard of again, as when Workers cut a request off,', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
    afterEach(() => void vi.useRealTimers())

    it('keep later ones from upgrading for a minute only', async () => {
      const kept = store('old:secret')
      let attempts = 0
      const auth = {
        ...kept,
        hasher: passwordHashers(preferred, { ...gated().verifier, verify: async () => true }),
        async savePasswordHash(user: unknown, hash: string) {
          attempts += 1
          await (attempts === 1 ? new Promise(() => undefined) : kept.savePasswordHash(user, hash))
        },
      }
      void authenticateUser(auth, 'johndoe', 'secret')
      await until(() => attempts === 1)
      vi.advanceTimersByTime(59_999)
      await authenticateUser(auth, 'johndoe', 'secret')
      expect([attempts, auth.stored.saves]).toEqual([1, 0])
      vi.advanceTimersByTime(1)
      await authenticateUser(auth, 'johndoe', 'secret')
      expect([attempts, auth.stored.saves]).toEqual([2, 1])
    })

    it('do not end the race of later ones when they are heard of after all', async () => {
      const { waiting, verifier } = gated()
      const auth = { ...store('old:secret'), hasher: passwordHashers(preferred, verifier) }
      const lost = authenticateUser(auth, 'johndoe', 'wrong')
      await until(() => waiting.length === 1)
      vi.advanceTimersByTime(60_000)
      const second = authenticateUser(auth, 'johndoe', 'secret')
      await until(() => waiting.length === 2)
      waiting[0]?.()
      expect(await lost).toBeNull()
      const third = authenticateUser(auth, 'johndoe', 'secret')
      await until(() => waiting.length === 3)
      for (const open of waiting) open()
      expect(await second).toEqual({ name: 'John' })
      expect(await third).toEqual({ name: 'John' })
      expect(auth.stored.saves).toBe(1)
    })
  })

  it('are forgotten when they end: a hash that comes back is upgraded again', async () => {
    const auth = { ...store(samples.djangoPbkdf2), hasher: passwordHashers(preferred, formats.djangoPbkdf2) }
    await authenticateUser(auth, 'johndoe', 'secret')
    auth.stored.passwordHash = samples.djangoPbkdf2
    await authenticateUser(auth, 'johndoe', 'secret')
    expect(auth.stored.saves).toBe(2)
  })
})
