import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publicPackages } from './public-packages.js'

// What each package brings along, as CycloneDX writes it: into the folder that is named, or only to see that it can be.
const [target] = process.argv.slice(2)
const folder = target === undefined ? mkdtempSync(join(tmpdir(), 'scopetree-sbom-')) : resolve(target)

interface Bom {
  readonly bomFormat: string
  readonly components?: readonly { readonly name: string; readonly group?: string; readonly version: string }[]
}

try {
  for (const one of publicPackages()) {
    const file = join(folder, `${one.name.replace('@', '').replace('/', '-')}.cdx.json`)
    const options = [
      '--sbom-format',
      'cyclonedx',
      '--prod',
      '--split',
      '--filter',
      one.name,
      '--out',
      join(folder, '%s.cdx.json'),
    ]
    execFileSync('pnpm', ['sbom', ...options], { stdio: 'ignore' })
    check(one.name, JSON.parse(readFileSync(file, 'utf8')) as Bom, one.folder)
  }
} finally {
  if (target === undefined) rmSync(folder, { recursive: true })
}

/** A list that leaves a dependency out is worse than none. */
function check(name: string, { bomFormat, components = [] }: Bom, packageFolder: string): void {
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const { dependencies = {} } = manifest as { dependencies?: Record<string, string> }
  const listed = new Set(components.map((one) => (one.group === undefined ? one.name : `${one.group}/${one.name}`)))
  const missing = Object.keys(dependencies).filter((each) => !listed.has(each))
  if (bomFormat !== 'CycloneDX' || missing.length > 0) throw new Error(`${name}: ${missing.join(', ')} not listed`)
  console.log(`${name}: ${components.length} dependencies`)
}
