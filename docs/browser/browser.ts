import { existsSync } from 'node:fs'
import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core'

const { CHROMIUM = '/usr/bin/chromium', REQUIRE_BROWSER } = process.env

/** Whether there is a browser to test with. Where one is required, its absence is a failure and not a reason to skip. */
export const hasBrowser = existsSync(CHROMIUM) || REQUIRE_BROWSER === '1'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

/** A page, and all that it should not do. */
export interface WatchedPage {
  readonly page: Page
  /** What the browser reported as an error: a violated policy, an exception, a file that is not there. */
  readonly errors: readonly string[]
  /** Where it sent requests, other than to the origin itself. */
  readonly strangers: readonly string[]
}

/** A new page that is watched from its first request on. `errors` leaves out the refusals that the API answers. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  isApi: (url: URL) => boolean,
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
  const errors: string[] = []
  const strangers: string[] = []
  const isRefusal = (message: ConsoleMessage): boolean => {
    const { url } = message.location()
    return message.text().startsWith('Failed to load resource') && url !== '' && isApi(new URL(url))
  }
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isRefusal(message)) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol.startsWith('http')) strangers.push(url.href)
  })
  return { page, errors, strangers }
}
