import {
  type Account,
  authenticateUser,
  type AuthEvent,
  bcrypt,
  type PasswordHasher,
  passwordHashers,
} from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { rejection } from './jws.js'

const fast = bcrypt({ cost: 4 })
const weakHash = await fast.hash('secret')
const hash = await bcrypt({ cost: 5 }).hash('secret')

interface User {
  name: string
}

/** Counts the hashes that are computed, of the preferred kind and of the other. */
function counting() {
  const runs: string[] = []
  function counted(kind: string, hasher: PasswordHasher): PasswordHasher {
    return {
      ...hasher,
      hash: (password) => {
        runs.push(`${kind} hash`)
        return hasher.hash(password)
      },
      verify: async (password, stored) => {
        const answer = await hasher.verify(password, stored)
        runs.push(`${kind} verify`)
        return answer
      },
    }
  }
  const legacy: PasswordHasher = {
    hash: async (password) => `legacy:${password}`,
    verify: async (password, stored) => stored === `legacy:${password}`,
    recognises: (stored) => stored.startsWith('legacy:'),
    isOutdated: () => false,
  }
  const hasher = passwordHashers(counted('bcrypt', bcrypt({ cost: 5 })), counted('legacy', legacy))
  return { runs, hasher }
}

const accounts = new Map<string, Account<User>>([
  ['johndoe', { user: { name: 'John' }, passwordHash: hash }],
  ['weak', { user: { name: 'Weak' }, passwordHash: weakHash }],
  ['legacy', { user: { name: 'Legacy' }, passwordHash: 'legacy:secret' }],
  ['dear', { user: { name: 'Dear' }, passwordHash: await bcrypt({ cost: 6 }).hash('secret') }],
  ['sso', { user: { name: 'Sso' } }],
  ['null', { user: { name: 'Null' }, passwordHash: null }],
  ['odd', { user: { name: 'Odd' }, passwordHash: 'x' }],
  ['costly', { user: { name: 'Costly' }, passwordHash: hash.replace('$05$', '$17$') }],
  ['empty', { user: { name: 'Empty' }, passwordHash: '' }],
])
/** Trims, and drops what is no character, as some stores do: a name may be another text than the one that was typed. */
const findUser = (username: string) => accounts.get(username.replace(/\p{Surrogate}/u, '').trim())

describe('a failing login', () => {
  it.each([
    ['an unknown user', 'nobody', 'secret', ['bcrypt hash'], 'unknown_user'],
    ['a name of the prototype', '__proto__', 'secret', ['bcrypt hash'], 'unknown_user'],
    ['a name of 1,025 characters', 'johndoe'.padEnd(1025), 'secret', ['bcrypt hash'], 'unknown_user'],
    ['a name with a control character', 'johndoe\v', 'secret', ['bcrypt hash'], 'unknown_user'],
    ['a name with half a character', 'johndoe\ud800', 'secret', ['bcrypt hash'], 'unknown_user'],
    ['a user without a hash', 'sso', 'secret', ['bcrypt hash'], 'no_password'],
    ['a hash that is null', 'null', 'secret', ['bcrypt hash'], 'no_password'],
    ['a malformed hash', 'odd', 'secret', ['bcrypt hash'], 'unknown_hash'],
    ['an empty hash', 'empty', '', ['bcrypt hash'], 'unknown_hash'],
    ['a hash of cost 17', 'costly', 'secret', ['bcrypt hash'], 'unknown_hash'],
    ['an empty password', 'johndoe', '', ['bcrypt hash'], 'refused_password'],
    ['a NUL in the password', 'johndoe', 'secret\0', ['bcrypt hash'], 'refused_password'],
    ['the password twice with a NUL between', 'johndoe', 'secret\0secret', ['bcrypt hash'], 'refused_password'],
    ['a password over 72 bytes', 'johndoe', 'x'.repeat(73), ['bcrypt hash'], 'refused_password'],
    ['a lone surrogate', 'johndoe', '\uD800', ['bcrypt hash'], 'refused_password'],
    ['the stand-in password for no hash', 'sso', 'scopetree', ['bcrypt hash'], 'no_password'],
    ['a wrong password', 'johndoe', 'wrong', ['bcrypt verify'], 'wrong_password'],
    ['the hash as the password', 'johndoe', hash, ['bcrypt verify'], 'wrong_password'],
    ['a wrong password for a dearer hash', 'dear', 'wrong', ['bcrypt verify'], 'wrong_password'],
    ['a wrong password for a cheaper hash', 'weak', 'wrong', ['bcrypt verify', 'bcrypt hash'], 'wrong_password'],
    ['a wrong password for another kind', 'legacy', 'wrong', ['legacy verify', 'bcrypt hash'], 'wrong_password'],
  ])('%s: computes %4$j', async (_, username, password, expected, reason) => {
    const { runs, hasher } = counting()
    const events: AuthEvent[] = []
    const onEvent = (event: AuthEvent) => void events.push(event)
    expect(await authenticateUser({ findUser, hasher, onEvent }, username, password)).toBeNull()
    expect(runs).toEqual(expected)
    expect(events).toEqual([{ type: 'login_failed', username, reason }])
  })
})

it('answers the user, without the hash', async () => {
  const { runs, hasher } = counting()
  const events: AuthEvent[] = []
  const user = await authenticateUser({ findUser, hasher, onEvent: (event) => events.push(event) }, 'johndoe', 'secret')
  expect(user).toEqual({ name: 'John' })
  expect(runs).toEqual(['bcrypt verify'])
  expect(events).toEqual([{ type: 'login_succeeded', username: 'johndoe' }])
})

it('hashes with bcrypt by default', async () => {
  expect(await authenticateUser({ findUser }, 'weak', 'secret')).toEqual({ name: 'Weak' })
})

it('calls findUser on the config, which may be an object of a class', async () => {
  class Users {
    readonly hasher = fast
    readonly known = 'weak'
    findUser(username: string) {
      return username === this.known ? accounts.get(username) : undefined
    }
  }
  expect(await authenticateUser(new Users(), 'weak', 'secret')).toEqual({ name: 'Weak' })
})

describe('an outdated hash', () => {
  async function login(
    username: string,
    save: (user: User, hash: string, outdated: string) => unknown,
    password = 'secret',
  ) {
    const { hasher } = counting()
    const events: AuthEvent[] = []
    const config = { findUser, hasher, savePasswordHash: save, onEvent: (event: AuthEvent) => events.push(event) }
    const user = await authenticateUser(config, username, password)
    return { user, types: events.map(({ type }) => type), events }
  }

  it.each(['weak', 'legacy'])('of %s is replaced after a login', async (username) => {
    const saved: [User, string, string][] = []
    const { user, types } = await login(username, async (...args) => saved.push(args))
    const outdated = accounts.get(username)?.passwordHash
    expect(saved).toEqual([[user, expect.stringMatching(/^\$2b\$05\$/), outdated]])
    expect(await bcrypt().verify('secret', saved[0]?.[1] ?? '')).toBe(true)
    expect(types).toEqual(['login_succeeded', 'hash_upgraded'])
  })

  it.each([
    ['johndoe', 'secret'],
    ['dear', 'secret'],
    ['weak', 'wrong'],
    ['legacy', 'wrong'],
  ])('none: nothing is saved for %s with %s', async (username, password) => {
    const saved: unknown[] = []
    await login(username, async (...args) => saved.push(args), password)
    expect(saved).toEqual([])
  })

  it('that cannot be saved does not fail the login', async () => {
    const error = new Error('read-only')
    for (const save of [
      () => Promise.reject(error),
      () => {
        throw error
      },
    ]) {
      const { user, events } = await login('weak', save)
      expect(user).toEqual({ name: 'Weak' })
      expect(events.at(-1)).toEqual({ type: 'hash_upgrade_failed', username: 'weak', error })
    }
  })

  it('is replaced once by two racing logins, and again after a failure', async () => {
    let saves = 0
    const save = async () => {
      saves += 1
    }
    const logins = await Promise.all([login('weak', save), login('weak', save), login('weak', save)])
    expect(logins.map(({ user }) => user?.name)).toEqual(['Weak', 'Weak', 'Weak'])
    expect(saves).toBe(1)
    await login('weak', save)
    expect(saves).toBe(2)
  })
})

describe('mistakes of the caller are TypeErrors', () => {
  it.each([
    ['username', { $ne: null }, 'secret'],
    ['password', 'nobody', undefined],
    ['password', 'johndoe', ['secret']],
  ])('a %s that is no string', async (name, username, password) => {
    const error = await rejection(authenticateUser({ findUser, hasher: fast }, username as never, password as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(`"${name}"`)
  })

  it.each([
    ['the bare user', { name: 'John', passwordHash: hash }],
    ['a user that is null', { user: null, passwordHash: hash }],
    ['a hash of bytes', { user: { name: 'John' }, passwordHash: Buffer.from(hash) }],
  ])('findUser answering %s', async (_, answer) => {
    await expect(authenticateUser({ findUser: () => answer as never, hasher: fast }, 'x', 'secret')).rejects.toThrow(
      /"findUser"/,
    )
  })
})

it('a hasher that fails is no wrong password', async () => {
  const failure = new Error('out of memory')
  const hasher = { ...fast, verify: () => Promise.reject(failure) }
  await expect(authenticateUser({ findUser, hasher }, 'weak', 'secret')).rejects.toBe(failure)
})

it('a store that is down is no wrong password', async () => {
  const down = new Error('down')
  await expect(authenticateUser({ findUser: () => Promise.reject(down), hasher: fast }, 'x', 'y')).rejects.toBe(down)
})
