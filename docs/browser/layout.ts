// These run in the page: each is sent there as its text, and so uses nothing from outside itself.

/** What stands out of the window or of its column, and which pictures did not load. */
export function layoutOf(): { tooWide: string[]; brokenImages: string[] } {
  const named = (element: Element): string => {
    const text = (element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 40)
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> "${text}"`
  }
  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX)
  // Of a block, `scrollWidth` counts all that is in it: a long word, a picture, a table.
  const excess = (element: Element): number => element.scrollWidth - element.clientWidth
  // On a phone VitePress draws code from edge to edge of the window, so much beyond its column.
  const tolerated = innerWidth < 640 ? 24 : 1

  const tooWide: string[] = []
  const root = document.documentElement
  if (excess(root) > 0) tooWide.push(`the page scrolls sideways by ${excess(root)} pixels`)
  /** Whether something in it, or itself, holds too much; the innermost is named. */
  const holdsTooMuch = (element: Element): boolean => {
    if (scrolls(element)) return false
    if ([...element.children].map(holdsTooMuch).includes(true)) return true
    if (element.clientWidth <= 1 || excess(element) <= tolerated) return false
    tooWide.push(`${named(element)} holds ${excess(element)} pixels too much`)
    return true
  }
  for (const content of document.querySelectorAll('.vp-doc')) holdsTooMuch(content)

  for (const frame of document.querySelectorAll('.VPNavBar, .VPSidebar')) {
    if (excess(frame) > 1) tooWide.push(`${frame.className} is cut off by ${excess(frame)} pixels`)
  }

  const images = [...document.images].filter((image) => !image.complete || image.naturalWidth === 0)
  return { tooWide, brokenImages: images.map((image) => image.src) }
}

/** What others can link to, and where this page links to on the same site. */
export function linksOf(): { headings: number; ids: string[]; links: string[] } {
  const urls = [...document.querySelectorAll<HTMLAnchorElement>('.VPContent a[href]')].map(({ href }) => new URL(href))
  return {
    headings: document.querySelectorAll('h1').length,
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    links: urls
      .filter(({ origin, pathname }) => origin === location.origin && !/\.\w+$/.test(pathname))
      .map(({ pathname, hash }) => `${pathname}${decodeURIComponent(hash)}`),
  }
}
