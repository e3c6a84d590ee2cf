import { rfc6750, type RenderedResponse } from '@scopetree/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { application, BROKEN_HANDLER, DEAD_DATABASE, newGate, type Gate, type Log } from './application.js'
import { bearerTable } from './bearer.js'
import type { Host, Running } from './host.js'
import { hungUpLogins } from './hung-up-logins.js'
import { CASES, PROFILES, type Refusal } from './refusals.js'
import { begin, hangUp, open, responseOf, send, type Answer, type Sent } from './send.js'

/** Bodies as RFC 9457 has them. */
function problem(error: Parameters<typeof rfc6750>[0]): RenderedResponse {
  const { status, headers } = rfc6750(error)
  return { status, headers: { ...headers, 'Content-Type': 'application/problem+json' }, body: { status } }
}

/** The tests that every adapter passes, over real sockets. */
export function contract(host: Host): void {
  let log: Log
  let gate: Gate
  let errors: unknown[]
  let running: Running | undefined

  beforeEach(() => {
    log = { verified: 0, handled: 0, closed: [] }
    gate = newGate()
    errors = []
  })
  afterEach(async () => {
    gate.open()
    await running?.close()
    running = undefined
  })

  async function run(profile?: (typeof PROFILES)[number][1] | null): Promise<Running> {
    running = await host.start({ ...application(log, gate), profile, onError: (error) => errors.push(error) })
    return running
  }
  async function start(profile?: (typeof PROFILES)[number][1] | null): Promise<string> {
    return (await run(profile)).origin
  }
  async function get(path: string, token?: string, sent: Sent = {}): Promise<Answer> {
    return send((await start()) + path, { ...sent, ...(token && { headers: { authorization: `Bearer ${token}` } }) })
  }
  describe.each(PROFILES)('what scopetree writes, %s', (name, profile) => {
    test.each(CASES)('$title', async ({ path, headers = {}, ...expected }) => {
      const answer = await send((await start(profile)) + path, { headers })
      expect(written(answer, host.keepsLines)).toEqual(wanted(expected[name], host.keepsLines))
      expect(errors).toEqual([])
    })

    test('HEAD: the same head, and no body', async () => {
      const answer = await send(`${await start(profile)}/items`, { method: 'HEAD' })
      const challenges = name === 'rfc6750' ? ['Bearer scope="items me"'] : ['Bearer']
      const refusal = { status: 401, challenges, body: '' }
      expect(written(answer, host.keepsLines)).toEqual(wanted(refusal, host.keepsLines))
    })
  })

  test('a profile of the application says of what type its bodies are', async () => {
    const answer = await send(`${await start(problem)}/items`)
    expect([answer.status, answer.lines('content-type')]).toEqual([401, ['application/problem+json']])
  })

  describe.runIf(host.answersErrors)('an application without our error handler', () => {
    test.each(CASES)('$title', async ({ path, headers = {}, rfc6750: { status, challenges = [], retryAfter } }) => {
      const answer = await send((await start(null)) + path, { headers })
      expect(answer.status).toBe(status)
      expect(asSent(answer.lines('www-authenticate'))).toBe(asSent(challenges))
      expect(answer.lines('retry-after')).toEqual(retryAfter === undefined ? [] : [retryAfter])
    })
  })

  describe('errors that are not ours', () => {
    test.each([
      ['of a verifier', '/user', 'dead', DEAD_DATABASE],
      ['of a handler', '/broken', undefined, BROKEN_HANDLER],
    ])('%s reach the application untouched', async (_, path, token, error) => {
      const answer = await get(path, token)
      expect(answer.status).toBe(500)
      expect(answer.lines('www-authenticate')).toEqual([])
      expect(errors).toHaveLength(1)
      expect(errors[0]).toBe(error)
    })

    test('a parameter that the route does not have is one of them', async () => {
      expect((await get('/no-parameter')).status).toBe(500)
      expect(errors).toEqual([new TypeError('the route has no parameter "nope"')])
    })
  })

  describe('values', () => {
    test('reach the handler', async () => {
      const answer = await get('/user', 'me')
      expect([answer.status, answer.body]).toEqual([200, '{"name":"ü johndoe"}'])
    })

    test('a dependency reads parameters, the query and headers', async () => {
      const headers = { authorization: 'Bearer x', 'X-A': ['1', '2'] }
      const answer = await send(`${await start()}/items/a%20b?q=c%26d`, { headers })
      expect(JSON.parse(answer.body)).toEqual({ id: 'a b', q: 'c&d', header: '1, 2' })
    })

    test("a router's guard and the route's verify the token once", async () => {
      const answer = await get('/behind/items', 'items+me')
      expect([answer.status, log.verified]).toEqual([200, 1])
      await vi.waitFor(() => expect(log.closed).toEqual([undefined]), 20_000)
    })
  })

  describe.each(PROFILES)('the token endpoint, %s', (name, profile) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const login = async (body: string): Promise<Answer> =>
      send(`${await start(profile)}/token`, { method: 'POST', headers, body })

    test('answers with a token that is not to be stored', async () => {
      const answer = await login('username=johndoe&password=secret&scope=me+items')
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toMatchObject({ token_type: 'bearer', scope: 'me' })
      expect(answer.lines('content-type')).toEqual(['application/json'])
      expect([answer.lines('cache-control'), answer.lines('pragma')]).toEqual([['no-store'], ['no-cache']])
    })

    test('refuses a wrong password', async () => {
      const answer = await login('username=johndoe&password=x')
      const body = {
        rfc6750: '{"error":"invalid_grant","error_description":"Incorrect username or password"}',
        fastapi: '{"detail":"Incorrect username or password"}',
      }
      expect([answer.status, answer.body]).toEqual([400, body[name]])
      expect(answer.lines('content-type')).toEqual(['application/json'])
      expect([answer.lines('cache-control'), answer.lines('pragma')]).toEqual([['no-store'], ['no-cache']])
    })

    test('refuses a malformed form', async () => {
      const answer = await login('username=johndoe')
      expect(answer.status).toBe(name === 'rfc6750' ? 400 : 422)
      expect(answer.lines('cache-control')).toEqual(['no-store'])
    })

    test('throws what is no answer', async () => {
      expect((await login('username=dead&password=x')).status).toBe(500)
      expect(errors).toEqual([DEAD_DATABASE])
    })
  })

  describe('a request is judged before its body', () => {
    const announced = { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '9' } }

    test('one that never comes is not waited for', async () => {
      const client = open(`${await start()}/body`, announced)
      client.flushHeaders()
      const response = await responseOf(client)
      expect(response.statusCode).toBe(401)
      client.on('error', () => undefined).destroy()
    })

    test('an accepted one is parsed behind the guard', async () => {
      const headers = { ...announced.headers, authorization: 'Bearer x' }
      const answer = await send(`${await start()}/body`, { ...announced, headers, body: '{"a":"b"}' })
      expect([answer.status, answer.body]).toEqual([200, '{"a":"b"}'])
    })
  })

  describe('cleanups', () => {
    test('run after the response', async () => {
      const answer = await get('/open')
      expect(answer.body).toBe('{"resource":"open"}')
      await vi.waitFor(() => expect(log.closed).toEqual([undefined]), 20_000)
    })

    test('wait for the end of a streamed body', async () => {
      const { response } = await begin(`${await start()}/stream`)
      response.setEncoding('utf8')
      await new Promise((resolve) => response.once('data', resolve))
      expect(log.closed).toEqual([])
      gate.open()
      await new Promise((resolve) => response.resume().once('end', resolve))
      await vi.waitFor(() => expect(log.closed).toEqual([undefined]), 20_000)
    })

    test('run after HEAD, whose body nobody reads', async () => {
      gate.open()
      expect((await get('/stream', undefined, { method: 'HEAD' })).status).toBe(200)
      await vi.waitFor(() => expect(log.closed).toEqual([undefined]), 20_000)
    })

    test.each([
      ['a broken handler', '/broken', BROKEN_HANDLER],
      ['a handler that refuses', '/refusing', expect.objectContaining({ status: 402 })],
      ['a dependency that refuses', '/picky', expect.objectContaining({ status: 409 })],
    ])('learn of %s', async (_, path, error: unknown) => {
      await get(path)
      await vi.waitFor(() => expect(log.closed).toEqual([error]), 20_000)
    })

    test('learn of a route that refuses behind a router that did not', async () => {
      expect((await get('/behind/items', 'me')).status).toBe(403)
      await vi.waitFor(
        () => expect(log.closed).toEqual([expect.objectContaining({ code: 'insufficient_scope' })]),
        20_000,
      )
    })

    test('run when the client hangs up on a body, and say so', async () => {
      const server = await run()
      const { response, client } = await begin(`${server.origin}/stream`)
      response.on('error', () => undefined)
      await new Promise((resolve) => response.once('data', resolve))
      await hangUp(client, server)
      gate.open()
      await vi.waitFor(() => expect(log.closed).toEqual([expect.anything()]), 20_000)
    })

    test('run when the client hangs up before the answer, and say so', async () => {
      const server = await run()
      const client = open(`${server.origin}/slow`)
      client.on('error', () => undefined).end()
      await vi.waitFor(() => expect(log.handled).toBe(1), 20_000)
      await hangUp(client, server)
      gate.open()
      await vi.waitFor(() => expect(log.closed).toEqual([expect.anything()]), 20_000)
    })
  })

  describe('the keys', () => {
    test('are published, public halves alone, for as long as others may keep them', async () => {
      const answer = await send(`${await start()}/jwks`)
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toEqual({
        keys: [
          {
            kty: 'OKP',
            crv: 'Ed25519',
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
            alg: 'EdDSA',
            kid: '1',
            use: 'sig',
          },
        ],
      })
      expect(answer.lines('content-type')).toEqual(['application/json'])
      expect(answer.lines('cache-control')).toEqual(['public, max-age=300'])
    })

    test('HEAD: the same head, and no body', async () => {
      const answer = await send(`${await start()}/jwks`, { method: 'HEAD' })
      expect([answer.status, answer.body]).toEqual([200, ''])
      expect(answer.lines('cache-control')).toEqual(['public, max-age=300'])
    })
  })

  bearerTable(host)
  hungUpLogins(host)
}

/** What scopetree writes of an answer. */
function written({ status, lines, body }: Answer, keepsLines: boolean): Record<string, unknown> {
  const challenges = lines('www-authenticate')
  return {
    status,
    challenges: keepsLines ? challenges : asSent(challenges),
    'retry-after': lines('retry-after'),
    'cache-control': lines('cache-control'),
    'content-type': lines('content-type'),
    body,
  }
}

function wanted({ status, challenges = [], retryAfter, body }: Refusal, keepsLines: boolean): Record<string, unknown> {
  return {
    status,
    challenges: keepsLines ? challenges : asSent(challenges),
    'retry-after': retryAfter === undefined ? [] : [retryAfter],
    'cache-control': [],
    'content-type': ['application/json'],
    body,
  }
}

/** RFC 9110 §5.3: several lines of a header and one line of them all mean the same. */
function asSent(lines: readonly string[]): string {
  return lines.join(', ')
}
