import { mkdirSync, writeFileSync } from 'node:fs'

const folder = new URL('../../../docs/benchmarks/', import.meta.url)

/** Writes a page or a picture of the documentation. */
export function writePage(name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(name, folder), text.endsWith('\n') ? text : `${text}\n`)
  console.error(`docs/benchmarks/${name}`)
}
