import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { SiteConfig } from 'vitepress'
import { withSections } from './quoted-sections.js'
import { groups } from './sidebar.js'

interface Page {
  readonly title: string
  readonly link: string
  readonly text: string
}

/** `llms.txt` lists the pages with what each is about (llmstxt.org); `llms-full.txt` holds them, programs included. */
export function writeLlmsTxt({ outDir, srcDir, site }: SiteConfig): void {
  const head = [`# ${site.title}`, `> ${site.description}`]
  const list = [...head]
  const full = [...head]
  for (const { text, items } of groups) {
    const pages = items.map(({ link }) => readPage(srcDir, link))
    list.push(
      `## ${text}`,
      pages.map((page) => `- [${page.title}](${page.link}): ${firstSentence(page.text)}`).join('\n'),
    )
    full.push(...pages.map((page) => page.text))
  }
  writeFileSync(join(outDir, 'llms.txt'), `${list.join('\n\n')}\n`)
  writeFileSync(join(outDir, 'llms-full.txt'), `${full.join('\n\n')}\n`)
}

function readPage(srcDir: string, link: string): Page {
  const file = join(srcDir, link.endsWith('/') ? `${link}index.md` : `${link}.md`)
  const source = readFileSync(file, 'utf8').replace(/^---\n.*?\n---\n/s, '')
  const text = withQuotes(withSections(source, file), file).trim()
  return { title: /^# (.+)$/m.exec(text)?.[1] ?? link, link, text }
}

/** `<<< ../examples/scopes/node.ts#region [label]` as a block of code. */
function withQuotes(text: string, file: string): string {
  return text.replace(/^<<< ([^\s#{]+)(?:#(\S+))?.*$/gm, (_, path: string, region?: string) => {
    const code = readFileSync(resolve(dirname(file), path), 'utf8').trimEnd()
    return `\`\`\`${path.split('.').at(-1)}\n// ${path}\n${region === undefined ? code : regionOf(code, region)}\n\`\`\``
  })
}

function regionOf(code: string, name: string): string {
  return new RegExp(`#region ${name}\\n(.*?)\\n[^\\n]*#endregion ${name}`, 's').exec(code)?.[1] ?? code
}

function firstSentence(text: string): string {
  const prose = text.replaceAll(/^```.*?^```/gms, '').replaceAll(/^:::.*$/gm, '')
  const first = prose.split(/\n{2,}/).find((paragraph) => /^[A-Z`*]/.test(paragraph)) ?? ''
  const line = first.replaceAll('\n', ' ').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
  return (/^.*?[.:](?= |$)/.exec(line)?.[0] ?? line).replace(/:$/, '.')
}
