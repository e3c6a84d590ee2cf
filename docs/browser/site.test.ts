import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, launch, watchedPage } from './browser.js'
import { layoutOf, linksOf } from './layout.js'
import { startSite, type Site } from './site.js'

const WINDOWS = [
  { width: 1440, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const
const PAGES_AT_A_TIME = 4

/** All that one page of the site showed, in each window. */
interface Visit {
  readonly path: string
  readonly tooWide: readonly string[]
  readonly brokenImages: readonly string[]
  readonly headings: number
  readonly errors: readonly string[]
  readonly failed: readonly string[]
  readonly strangers: readonly string[]
  readonly ids: readonly string[]
  /** To pages of the site, with the fragment. */
  readonly links: readonly string[]
}

describe.skipIf(!hasBrowser)('the site', () => {
  let site: Site
  let browser: Browser
  let visits: readonly Visit[] = []

  // Long, as it may have to build the site, on a machine that is busy with other tests.
  beforeAll(async () => {
    site = await startSite()
    browser = await launch()
    visits = await visitAll(browser, site)
  }, 300_000)
  afterAll(async () => {
    await browser.close()
    site.stop()
  })

  const complaints = (about: (visit: Visit) => readonly string[]): string[] =>
    visits.flatMap((visit) => about(visit).map((complaint) => `${visit.path}: ${complaint}`))

  it('was visited, page by page', () => {
    expect(visits.map(({ path }) => path)).toEqual(site.pages)
    expect(site.pages).toEqual(expect.arrayContaining(['/', '/404', '/start/', '/reference/@scopetree/core']))
  })

  it('fits its window', () => {
    expect(complaints(({ tooWide }) => tooWide)).toEqual([])
  })

  it('shows its pictures', () => {
    expect(complaints(({ brokenImages }) => brokenImages)).toEqual([])
  })

  it('asks for nothing that is missing, and asks nobody else', () => {
    expect(complaints(({ failed, strangers }) => [...failed, ...strangers])).toEqual([])
  })

  it('leaves the console empty', () => {
    expect(complaints(({ errors }) => errors)).toEqual([])
  })

  it('has one heading of the first level', () => {
    const others = visits.filter(({ headings }) => headings !== 1)
    expect(others.map(({ path, headings }) => `${path}: ${headings}`)).toEqual([])
  })

  it('links to headings that are there', () => {
    const targets = new Set(visits.flatMap(({ path, ids }) => [path, ...ids.map((id) => `${path}#${id}`)]))
    expect(complaints(({ links }) => links.filter((link) => !targets.has(link)))).toEqual([])
  })

  it('draws pictures for the scheme that the reader has chosen, whatever the system has', async () => {
    const shown = async (system: 'light' | 'dark', chosen: string): Promise<string> => {
      const { page } = await watchedPage(browser, site.origin, () => false)
      await page.emulateMedia({ colorScheme: system })
      await page.addInitScript((scheme) => localStorage.setItem('vitepress-theme-appearance', scheme), chosen)
      await page.goto(`${site.origin}/concepts/scopes`)
      const picture = await page.locator('.vp-doc img').screenshot()
      await page.close()
      return picture.toString('base64')
    }
    const light = await shown('light', 'light')
    const dark = await shown('dark', 'dark')
    expect(light === dark).toBe(false)
    expect((await shown('dark', 'light')) === light).toBe(true)
    expect((await shown('light', 'dark')) === dark).toBe(true)
  })
})

async function visitAll(browser: Browser, { origin, pages }: Site): Promise<Visit[]> {
  const visits: Visit[] = []
  const queue = [...pages.entries()]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, path] = next
      visits[index] = await visit(browser, origin, path)
    }
  }
  await Promise.all(Array.from({ length: PAGES_AT_A_TIME }, work))
  return visits
}

async function visit(browser: Browser, origin: string, path: string): Promise<Visit> {
  const { page, errors, strangers } = await watchedPage(browser, origin, () => false)
  const failed: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(`${response.url()} is answered ${response.status()}`)
  })
  const tooWide: string[] = []
  const brokenImages = new Set<string>()
  await page.goto(`${origin}${path}`)
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}))
  for (const { width, colorScheme } of WINDOWS) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const layout = await page.evaluate(layoutOf)
    tooWide.push(...layout.tooWide.map((what) => `at ${width} pixels: ${what}`))
    for (const image of layout.brokenImages) brokenImages.add(image)
  }
  const { headings, ids, links } = await page.evaluate(linksOf)
  await page.close()
  return { path, tooWide, brokenImages: [...brokenImages], headings, errors, failed, strangers, ids, links }
}
