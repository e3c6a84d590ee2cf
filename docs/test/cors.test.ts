import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launch } from '../browser/browser.js'
import { call } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const HOSTS = ['node', 'express', 'hono']

/** A site of another origin than the API. */
const site = createServer((req, res) => void res.setHeader('content-type', 'text/html').end('<!doctype html>'))
let origin: string
beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this kind.
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})
afterAll(() => void site.close())

describe.each(HOSTS)('cors-%s', (host) => {
  let api: Program
  beforeAll(async () => {
    api = await startProgram(`cors/${host}.ts`, { ORIGIN: origin })
  }, 30_000)
  afterAll(() => api.stop())

  test('a preflight is answered without a token', async () => {
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    }
    const answer = await call(api.origin, { method: 'OPTIONS', path: '/users/me/', headers })
    expect([answer.status, answer.challenges]).toEqual([204, []])
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization',
    })
  })

  test('a refusal may be read by the site', async () => {
    const answer = await call(api.origin, { path: '/users/me/', headers: { origin } })
    expect([answer.status, answer.challenges]).toEqual([401, ['Bearer scope="me"']])
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'WWW-Authenticate,Retry-After',
    })
  })
})

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launch()
    page = await browser.newPage()
    await page.goto(origin)
  }, 60_000)
  afterAll(() => browser.close())

  /** What a script of the site learns of the API's answer, or why it learns nothing. */
  function ask(url: string): Promise<unknown> {
    return page.evaluate(async (address) => {
      try {
        const answer = await fetch(address, { headers: { authorization: 'Bearer x' } })
        return { status: answer.status, challenge: answer.headers.get('www-authenticate'), body: await answer.json() }
      } catch (error) {
        return String(error)
      }
    }, url)
  }

  test.each(HOSTS)(
    "cors-%s: a site's script reads the challenge",
    async (host) => {
      const api = await startProgram(`cors/${host}.ts`, { ORIGIN: origin })
      const answer = await ask(`${api.origin}/users/me/`)
      await api.stop()
      expect(answer).toEqual({
        status: 401,
        challenge: expect.stringMatching(/^Bearer error="invalid_token", .*scope="me"$/),
        body: { error: 'invalid_token', error_description: expect.any(String) },
      })
    },
    30_000,
  )

  test('and nothing at all of an API that does not name the site', async () => {
    const api = await startProgram('scopes/express.ts')
    const answer = await ask(`${api.origin}/users/me/`)
    await api.stop()
    expect(answer).toBe('TypeError: Failed to fetch')
  }, 30_000)
})
