import { afterAll, beforeAll, expect, expectTypeOf, test, vi } from 'vitest'
import { assertGuarded } from '@scopetree/core'
import { routesOf } from '@scopetree/hono'
import { app } from '../examples/hono-rpc/app.js'
import { connect, login } from '../examples/hono-rpc/client.js'
import { startProgram, type Program } from './support/program.js'

let program: Program
beforeAll(async () => {
  program = await startProgram('hono-rpc/main.ts')
}, 30_000)
afterAll(() => program.stop())

const loggedIn = async (scope: string) =>
  connect(program.origin, await login(program.origin, 'johndoe', 'secret', scope))

test('the program calls itself through the client', async () => {
  await vi.waitFor(() => expect(program.output()).toContain('johndoe has noted: Call home'), 20_000)
})

test('answers have the types of their routes', async () => {
  const client = await loggedIn('read')
  const answer = await client.notes[':id'].$get({ param: { id: '1' } })
  if (answer.status !== 200) throw new Error(`unexpected ${answer.status}`)
  const note = await answer.json()
  expectTypeOf(note).toEqualTypeOf<{ mine: boolean; id: number; author: string; text: string }>()
  expect(note).toEqual({ id: 1, author: 'johndoe', text: 'Buy milk', mine: true })
})

test('the client knows what a route takes', async () => {
  const client = await loggedIn('write')
  // @ts-expect-error a note has a text
  const refused = await client.notes.$post({ json: { txet: '' } })
  expect(refused.status).toBe(400)
  const listed = await client.notes.$get({ query: { limit: '1' } })
  expect(await listed.json()).toHaveLength(1)
})

test('a guard answers before a validator', async () => {
  const json = { text: '' }
  expect((await connect(program.origin).notes.$post({ json })).status).toBe(401)
  const withoutScope = await (await loggedIn('read')).notes.$post({ json })
  expect([withoutScope.status, withoutScope.headers.get('www-authenticate')]).toEqual([401, 'Bearer scope="write"'])
  expect((await (await loggedIn('write')).notes.$post({ json })).status).toBe(400)
})

test('every route but the login is guarded', () => {
  expect(() => assertGuarded(routesOf(app))).toThrow('POST /token')
  assertGuarded(routesOf(app), { except: ['POST /token'] })
})
