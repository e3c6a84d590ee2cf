import { bcrypt, hashPool, type AuthEvent, type HashPool } from '@scopetree/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { application, newGate } from './application.js'
import type { Host, Running } from './host.js'
import { hangUp, open, send, type Sent } from './send.js'

const form = 'username=johndoe&password=secret'
const login: Sent = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(form.length) },
}

/** What becomes of logins that nobody waits for, over real sockets. */
export function hungUpLogins(host: Host): void {
  const errors: unknown[] = []
  const events: AuthEvent[] = []
  let lookups: number
  let pool: HashPool
  let running: Running

  beforeEach(async () => {
    errors.length = 0
    events.length = 0
    lookups = 0
    pool = hashPool({ threads: 1, maxQueue: 1, maxWait: 60 })
    const hasher = bcrypt({ cost: 4, pool })
    const passwordHash = await hasher.hash('secret')
    const setup = application({ verified: 0, handled: 0, closed: [] }, newGate())
    const findUser = (username: string) => {
      lookups += 1
      return { user: { username }, passwordHash }
    }
    const auth = { ...setup.auth, hasher, findUser, onEvent: (event: AuthEvent) => void events.push(event) }
    running = await host.start({ ...setup, auth, profile: undefined, onError: (error) => errors.push(error) })
  })
  afterEach(() => running.close())

  describe('a login whose client hangs up', () => {
    test('while it waits to be hashed leaves its place to another, and nothing is reported', async () => {
      const hashing = bcrypt({ cost: 14, pool }).hash('secret')
      const client = open(`${running.origin}/token`, login)
      client.on('error', () => undefined).end(form)
      await vi.waitFor(() => expect(lookups).toBe(1), 20_000)
      await hangUp(client, running)
      expect(await send(`${running.origin}/token`, { ...login, body: form })).toMatchObject({ status: 200 })
      await hashing
      expect(events).toEqual([{ type: 'login_succeeded', username: 'johndoe' }])
      expect(errors).toEqual([])
    }, 60_000)

    test('while its form arrives is not looked up, and nothing is reported', async () => {
      const client = open(`${running.origin}/token`, login)
      client.on('error', () => undefined).write('username=')
      await hangUp(client, running)
      expect(await send(`${running.origin}/token`, { ...login, body: form })).toMatchObject({ status: 200 })
      expect(lookups).toBe(1)
      expect(errors).toEqual([])
    })
  })
}
