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
    ...packages.map((name) => [name, versionOf(name)]),
  ]
  return table(['', ''], rows)
}

export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
  return String(version)
}
