import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
const folder = new URL('docs/benchmarks/', root)

/** Writes a page or a picture of the documentation. */
export function writePage(name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const page = new URL(name, folder)
  writeFileSync(page, text.endsWith('\n') ? text : `${text}\n`)
  if (name.endsWith('.md')) format(page)
  console.error(`docs/benchmarks/${name}`)
}

/** As the rest of the documentation is, so that nobody has to who measures for himself. */
function format(page: URL): void {
  const oxfmt = fileURLToPath(new URL('node_modules/oxfmt/bin/oxfmt', root))
  execFileSync(process.execPath, [oxfmt, fileURLToPath(page)], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}
