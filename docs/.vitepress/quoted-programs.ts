import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { changedLines } from './changed-lines.js'

const STEP = /^(.*\/tutorial\/step-)(\d+)(\.ts)$/

/**
 * Names each quoted file, leaves out what only the linter reads, and marks in a step of the tutorial the lines that the
 * step before has not.
 */
export function quotedPrograms(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules
  if (fence === undefined) return
  md.renderer.rules.fence = (...args) => {
    const [tokens, index] = args
    // VitePress notes in `src` which file, and which region of it, a fence quotes.
    const token: { info: string; src?: readonly string[] } | undefined = tokens[index]
    const marked = changedSinceStepBefore(token?.src?.[0])
    if (token !== undefined && marked !== '') token.info = token.info.replace(/^(\w+)/, `$1{${marked}}`)
    // Before VitePress takes the label out of it.
    const name = token?.src && nameOf(token.info, token.src)
    const html = fence(...args)
    if (name === undefined) return html
    return html
      .replace(/(?<=<span class="lang">)[^<]*/, name)
      .replaceAll(/<span class="line">[^\n]*oxlint-disable[^\n]*\n/g, '')
  }
}

/** `[main.ts]` behind a quote, or else where the file is in its example: `security/users.ts`. */
function nameOf(info: string, [file = '']: readonly string[]): string {
  const own = basename(file)
  // Without a label VitePress takes the file's own name for one.
  const [, label = own] = /\[(\S+\.\w+)\]/.exec(info) ?? []
  const [, inExample = own] = /\/examples\/[^/]+\/(.+)$/.exec(file) ?? []
  return label === own ? inExample : label
}

function changedSinceStepBefore(file = ''): string {
  const [, start, number, end] = STEP.exec(file) ?? []
  const before = `${start}${Number(number) - 1}${end}`
  return number !== undefined && existsSync(before) ? changedLines(linesOf(before), linesOf(file)).join(',') : ''
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}
