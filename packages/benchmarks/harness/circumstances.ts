import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, type as osType } from 'node:os'
import { table } from './markdown.js'

/** When and on what something was measured, for the end of a page. */
export function circumstances(packages: readonly string[]): string {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`
  const rows = [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Node', process.versions.node],
    ['System', `${osType()}, ${machine}`],
    ...packages.map((name) => [name, name === '@scopetree/core' ? `${versionOf(name)}${measured}` : versionOf(name)]),
  ]
  return table(['', ''], rows)
}

/** Asked at the start: what is committed while something runs was not measured. */
const measured = commit()

/** What of this repository is measured: its version stays what it was from one release to the next. */
function commit(): string {
  try {
    // Of the packages alone: the pages are what is being written.
    const changes = git('status', '--porcelain', '--', '../..')
    return `, ${git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : ' + changes'}`
  } catch {
    return ''
  }
}

function git(...args: readonly string[]): string {
  const cwd = new URL('./', import.meta.url)
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
  return String(version)
}
