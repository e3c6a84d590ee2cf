import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { login, withToken, type Answer } from './support/http.js'
import type { Order } from './support/storm-program.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const JOHN = { username: 'johndoe', password: 'secret' }
const LOGINS = 200
const file = fileURLToPath(new URL('support/storm-program.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')

describe.each(['node', 'hono', 'express'])(`${LOGINS} logins at once, %s`, (host) => {
  let program: ChildProcess
  let origin: string

  beforeAll(async () => {
    program = fork(file, [host], {
      execArgv: ['--expose-gc', '--conditions', '@scopetree/source', '--import', tsx],
      env: { ...process.env, HOST: '127.0.0.1', PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const [greeting] = await once(program.stdout ?? program, 'data')
    origin = /http:\/\/\S+:\d+/.exec(String(greeting))?.[0] ?? ''
  })

  afterAll(() => program.kill('SIGKILL'))

  test('every one is answered, and meanwhile a route that needs a token only', async () => {
    const { body } = await login(origin, JOHN)
    const token = (body as { access_token: string }).access_token
    const over = new AbortController()
    const storm = loginsAtOnce(origin).finally(() => over.abort())
    const meanwhile: number[] = []
    do meanwhile.push((await withToken(origin, '/status/', token)).status)
    while (!over.signal.aborted)

    const answers = await storm
    const refused = answers.filter((answer) => answer.status === 503)
    const accepted = answers.filter((answer) => answer.status === 200)
    expect(accepted.length + refused.length).toBe(LOGINS)
    expect(accepted.length).toBeGreaterThan(50)
    expect(refused.length).toBeGreaterThan(0)
    for (const { headers, body } of refused) {
      expect(headers['retry-after']).toBe('60')
      expect(body).toEqual({ detail: 'Service Unavailable' })
    }
    expect(meanwhile.length).toBeGreaterThan(3)
    expect(new Set(meanwhile)).toEqual(new Set([200]))
  })

  test('its memory stays flat from storm to storm', async () => {
    await loginsAtOnce(origin)
    const before = await heapOf(program)
    for (let storm = 0; storm < 4; storm += 1) await loginsAtOnce(origin)
    expect((await heapOf(program)) - before).toBeLessThan(2 ** 20)
  })

  test('it ends by itself once it is closed', async () => {
    const ended = once(program, 'exit')
    order(program, 'close')
    expect(await ended).toEqual([0, null])
  })
})

function loginsAtOnce(origin: string): Promise<Answer[]> {
  return Promise.all(Array.from({ length: LOGINS }, () => login(origin, JOHN)))
}

async function heapOf(program: ChildProcess): Promise<number> {
  order(program, 'tell the heap')
  const [bytes] = await once(program, 'message')
  return bytes
}

function order(program: ChildProcess, what: Order): void {
  program.send(what)
}
