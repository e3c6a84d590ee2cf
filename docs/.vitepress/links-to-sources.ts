import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

/**
 * A link to a source file leads somewhere in the repository and nowhere on the site: there it is its text, with the
 * file's path as a hint. Links to pages and to everything else stay.
 */
export function linksToSources(md: MarkdownRenderer): void {
  md.core.ruler.push('links-to-sources', (state) => {
    const page: string = state.env.realPath ?? state.env.path ?? ''
    for (const { children } of state.tokens) {
      let inSource = false
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const [href = ''] = token.attrGet('href')?.split('#') ?? []
          inSource = isSource(page, href)
          if (inSource) Object.assign(token, { type: 'span_open', tag: 'span', attrs: [['title', href]] })
        } else if (token.type === 'link_close' && inSource) {
          inSource = false
          Object.assign(token, { type: 'span_close', tag: 'span' })
        }
      }
    }
  })
}

function isSource(page: string, href: string): boolean {
  if (!href.startsWith('.') || href.endsWith('.md')) return false
  const target = resolve(dirname(page), href)
  // `./cors` is the page cors.md, and `../reference/` the page that is made by the build.
  if (existsSync(`${target}.md`) || existsSync(resolve(target, 'index.md'))) return false
  return existsSync(target) && (statSync(target).isDirectory() || /\.\w+$/.test(href))
}
