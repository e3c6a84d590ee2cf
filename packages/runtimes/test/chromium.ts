import { readFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import type { Bundle } from './bundle.js'
import type { Outcome } from './outcome.js'
import { browser as executablePath } from './tools.js'

/** WebCrypto is there only in a secure context, which this host is; no server is needed for it. */
const origin = 'http://localhost'

export async function runInChromium({ path }: Bundle): Promise<Outcome> {
  // As root, as in a container, Chromium starts only without its sandbox; it loads nothing but what is here.
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const script = await readFile(path, 'utf8')
    await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    await page.route(`${origin}/worker.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }))
    await page.goto(`${origin}/`)
    return await page.evaluate<Outcome>(`new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js', { type: 'module' })
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
    })`)
  } finally {
    await browser.close()
  }
}
