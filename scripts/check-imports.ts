import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { importViolations } from './import-rules.js'

const packages = new URL('../packages/', import.meta.url)
let count = 0

for (const name of readdirSync(packages)) {
  const sources = sourcesOf(new URL(`${name}/`, packages))
  const violations = importViolations(name, sources)
  for (const { file, line, reason } of violations) console.error(`packages/${name}/${file}:${line}: ${reason}`)
  console.log(`packages/${name}: ${sources.size} files, ${violations.length} forbidden imports`)
  count += violations.length
}
if (count > 0) process.exitCode = 1

/** The TypeScript files under a package's src, by their path in the package. */
function sourcesOf(root: URL): Map<string, string> {
  const src = new URL('src/', root)
  if (!existsSync(src)) return new Map()
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return new Map(files.map((file) => [`src/${file.replaceAll('\\', '/')}`, readFileSync(new URL(file, src), 'utf8')]))
}
