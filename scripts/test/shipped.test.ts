import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicPackages } from '../public-packages.js'
import { problemsOf } from '../shipped.js'

function problems(manifest: object, files: Readonly<Record<string, string>>): string[] {
  return problemsOf(new Map([['package.json', JSON.stringify(manifest)], ...Object.entries(files)]))
}

const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' }
const imports = { '#key': { node: { default: './dist/key.node.js' }, default: './dist/key.js' } }
const shipped = {
  'dist/index.js': "import { key } from '#key'\nexport { key }",
  'dist/index.d.ts': 'export declare const key: string',
  'dist/key.js': "export const key = '#none'",
  'dist/key.node.js': '',
}

describe('the files of a package', () => {
  it('may be well', () => {
    expect(problems({ exports, imports }, shipped)).toEqual([])
  })

  it('hold what the manifest points to, under any condition', () => {
    const { 'dist/key.node.js': _, ...others } = shipped
    expect(problems({ exports, imports: { '#key': { types: './src/key.ts', ...imports['#key'] } } }, others)).toEqual([
      'package.json: "./src/key.ts" is not shipped',
      'package.json: "./dist/key.node.js" is not shipped',
    ])
  })

  it.each(["import('#key').Key", "\nexport type { Key } from '#key'", 'import "#key"'])(
    'have no declaration that mentions an internal module: %j',
    (text) => {
      expect(problems({ exports, imports }, { ...shipped, 'dist/index.d.ts': `type A = ${text}` })).toEqual([
        'dist/index.d.ts: "#key" has no declarations',
      ])
    },
  )

  it('import no internal module that the manifest does not have', () => {
    expect(problems({ exports }, shipped)).toEqual(['dist/index.js: "#key" is not in the imports of package.json'])
  })
})

describe.each(publicPackages())('$name, as it is published,', ({ folder }) => {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

  it('resolves what it does here, but for our sources', () => {
    expect(manifest.publishConfig.exports).toEqual(withoutSources(manifest.exports))
    expect(manifest.publishConfig.imports).toEqual(withoutSources(manifest.imports))
  })
})

interface Manifest extends Entries {
  readonly publishConfig: Entries
}

interface Entries {
  readonly exports?: unknown
  readonly imports?: unknown
}

/** Without our condition and what lies in `src`; what has only its default left is that. */
function withoutSources(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .filter(([condition, target]) => condition !== '@scopetree/source' && !String(target).startsWith('./src/'))
    .map(([condition, target]) => [condition, withoutSources(target)] as const)
  const [first] = kept
  return kept.length === 1 && first?.[0] === 'default' ? first[1] : Object.fromEntries(kept)
}
