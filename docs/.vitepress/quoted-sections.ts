import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const QUOTE = /<!-- section: (\S+)#([\w-]+) -->/g

/** Puts in a section of another Markdown file, heading and all, where a page says `<!-- section: ../FILE.md#anchor -->`. */
export function quotedSections(md: MarkdownRenderer): void {
  md.core.ruler.before('normalize', 'quoted-sections', (state) => {
    const page: string = state.env.realPath ?? state.env.path ?? ''
    state.src = withSections(state.src, page)
  })
}

export function withSections(text: string, page: string): string {
  return text.replace(QUOTE, (_, path: string, anchor: string) => {
    const file = resolve(dirname(page), path)
    const section = sections(readFileSync(file, 'utf8')).find(({ heading }) => slug(heading) === anchor)
    if (section === undefined) throw new Error(`${file} has no section ${anchor}`)
    // On the page it stands below the title, whatever its level in the file, and its links begin elsewhere.
    const here = (link: string): string => relative(dirname(page), resolve(dirname(file), link))
    return section.text
      .replace(/^#+/, '##')
      .replaceAll(/\]\((?![a-z]+:|#)([^)]+)\)/g, (_, link: string) => `](./${here(link)})`)
      .trim()
  })
}

function sections(text: string): { readonly heading: string; readonly text: string }[] {
  return text
    .split(/^(?=#{1,6} )/m)
    .map((section) => ({ heading: section.split('\n')[0]?.replace(/^#+ /, '') ?? '', text: section }))
}

function slug(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\w]+/g, '-')
}
