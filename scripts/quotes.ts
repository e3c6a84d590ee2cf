/** The pages that quote programs: the repository's, and what each package shows of itself. */
export const QUOTING = [
  'README.md',
  'packages/express/README.md',
  'packages/hono/README.md',
  'packages/node/README.md',
] as const

const QUOTE = /<!-- (docs\/[\w./-]+) -->\n+```(\w+)\n([\s\S]*?)```/g

/** The Markdown text with every block under a comment that names a file replaced by that file's text. */
export function withQuotes(markdown: string, read: (path: string) => string): string {
  return markdown.replace(
    QUOTE,
    (_, path: string, language: string) => `<!-- ${path} -->\n\n\`\`\`${language}\n${read(path).trimEnd()}\n\`\`\``,
  )
}

/** The files that a Markdown text quotes. */
export function quotedFiles(markdown: string): string[] {
  return [...markdown.matchAll(QUOTE)].flatMap(([, path]) => path ?? [])
}
