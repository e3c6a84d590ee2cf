import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startProgram, type Program } from '../test/support/program.js'
import { hasBrowser, launch, watchedPage, type WatchedPage } from './browser.js'
import { SwaggerUi } from './swagger-ui.js'

const isApi = ({ pathname }: URL): boolean => /\/(?:token|users\/me\/|users\/me\/items\/)$/.test(pathname)

const HOSTS = [
  { host: 'node:http', program: 'scopes/node.ts', insufficient: 401, says: 'Bad Request' },
  { host: 'Express', program: 'scopes/express.ts', insufficient: 401, says: 'Bad Request' },
  { host: 'Hono', program: 'docs-ui/hono.ts', insufficient: 403, says: 'Incorrect username or password' },
]

describe.skipIf(!hasBrowser)('the documentation in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  describe.each(HOSTS)('on $host', ({ program, insufficient, says }) => {
    let running: Program
    let watched: WatchedPage
    let swagger: SwaggerUi
    beforeAll(async () => {
      running = await startProgram(program)
    })
    afterAll(() => running.stop())
    beforeEach(async () => {
      watched = await watchedPage(browser, running.origin, isApi)
      swagger = new SwaggerUi(watched.page)
    })
    afterEach(async () => {
      expect(watched.errors).toEqual([])
      expect(watched.strangers).toEqual([])
      await watched.page.close()
    })

    it('logs in with the scopes that are ticked, and calls with them', async () => {
      await swagger.open(`${running.origin}/docs`)
      expect(await swagger.authorize('johndoe', 'secret', ['me'])).not.toContain('Auth Error')
      await swagger.closeDialog()
      expect(await swagger.call('/users/me/')).toMatchObject({ status: 200 })
      expect(await swagger.call('/users/me/items/')).toMatchObject({ status: insufficient })

      await swagger.logout()
      await swagger.authorize('johndoe', 'secret', ['me', 'items'])
      await swagger.closeDialog()
      expect(await swagger.call('/users/me/items/')).toMatchObject({ status: 200 })
    })

    it('shows that a disabled user is refused', async () => {
      await swagger.open(`${running.origin}/docs`)
      await swagger.authorize('alice', 'secretalice', ['me'])
      await swagger.closeDialog()
      expect(await swagger.call('/users/me/')).toMatchObject({ status: 400 })
    })

    it('says in the dialog that the password is wrong', async () => {
      await swagger.open(`${running.origin}/docs`)
      const dialog = await swagger.authorize('johndoe', 'wrong', ['me'])
      expect(dialog).toContain('Auth Error')
      expect(dialog).toContain(says)
    })

    it('forgets the login with the page', async () => {
      await swagger.open(`${running.origin}/docs`)
      await swagger.authorize('johndoe', 'secret', ['me'])
      expect(await watched.page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0])
      await swagger.open(`${running.origin}/docs`)
      expect(await swagger.call('/users/me/')).toMatchObject({ status: 401 })
    })

    it('draws the tree of each route', async () => {
      await watched.page.goto(`${running.origin}/docs/tree`)
      const route = watched.page.locator('.route', { hasText: '/users/me/items/' })
      expect((await route.locator('.tree ul').first().innerText()).split(/\s+/)).toEqual([
        '+items',
        'activeUser',
        '+me',
        'OAuth2PasswordBearer',
        'checks',
        'items',
        'me',
      ])
      // A style that the policy refused would leave the list as the browser draws lists.
      const card = await route.locator('.scheme .card').evaluate((it) => getComputedStyle(it).backgroundColor)
      expect(card).toBe('rgb(31, 59, 87)')
    })

    it('leads from page to page', async () => {
      await swagger.open(`${running.origin}/docs`)
      await watched.page.click('text=Who may call what')
      await watched.page.waitForURL(`${running.origin}/docs/tree`)
      await watched.page.click('text=Try it')
      await watched.page.waitForURL(`${running.origin}/docs`)
      await watched.page.waitForSelector('.opblock')
      expect(await watched.page.locator('a[aria-current]').innerText()).toBe('Try it')
    })

    it('finds its way back from /docs/', async () => {
      await swagger.open(`${running.origin}/docs/`)
      expect(watched.page.url()).toBe(`${running.origin}/docs`)
    })
  })

  it('ticks the scopes that it was told to', async () => {
    const running = await startProgram('docs-ui/hono.ts')
    const { page } = await watchedPage(browser, running.origin, isApi)
    const swagger = new SwaggerUi(page)
    await swagger.open(`${running.origin}/docs`)
    await swagger.openDialog()
    expect(await swagger.tickedScopes()).toEqual(['me'])
    await page.close()
    await running.stop()
  })

  it('works behind a proxy that adds a prefix', async () => {
    const running = await startProgram('scopes/express.ts')
    const proxy = await prefixProxy('/api/v1', running.origin)
    const { port } = proxy.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const { page, errors, strangers } = await watchedPage(browser, origin, isApi)
    const swagger = new SwaggerUi(page)
    await swagger.open(`${origin}/api/v1/docs`)
    expect(await swagger.authorize('johndoe', 'secret', ['me'])).not.toContain('Auth Error')
    await swagger.closeDialog()
    expect(await swagger.call('/users/me/')).toEqual({ status: 200, url: `${origin}/api/v1/users/me/` })
    await page.goto(`${origin}/api/v1/docs/tree`)
    expect(await page.locator('.scheme .card').count()).toBeGreaterThan(0)
    expect({ errors, strangers }).toEqual({ errors: [], strangers: [] })
    await page.close()
    proxy.close()
    await running.stop()
  })
})

/** Hands requests below `prefix` on, without it; all others are answered 404. */
async function prefixProxy(prefix: string, target: string): Promise<Server> {
  const proxy = createServer((req, res) => {
    const { method, headers, url = '' } = req
    if (!url.startsWith(`${prefix}/`)) return res.writeHead(404).end()
    const outgoing = request(new URL(url.slice(prefix.length), target), { method, headers }, (incoming) => {
      res.writeHead(incoming.statusCode ?? 502, incoming.headers)
      incoming.pipe(res)
    })
    return req.pipe(outgoing)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return proxy
}
