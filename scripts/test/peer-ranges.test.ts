import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { lowestOf, withPeersOf, type Manifest } from '../peer-ranges.js'
import { publicPackages } from '../public-packages.js'

describe('the range of a peer', () => {
  it.each([
    ['0.6.0', 'workspace:>=0.6.0 <1.0.0-0'],
    ['0.6.1-next.0', 'workspace:>=0.6.1-next.0 <1.0.0-0'],
    ['1.0.0', 'workspace:>=1.0.0 <2.0.0-0'],
    ['10.2.3', 'workspace:>=10.2.3 <11.0.0-0'],
  ])('begins with its version, %s, and ends before the next major one', (version, range) => {
    const manifest = { name: 'hono', peerDependencies: { core: 'workspace:>=0.0.0 <1.0.0-0' } }
    expect(withPeersOf(manifest, new Map([['core', version]]))).toEqual({
      name: 'hono',
      peerDependencies: { core: range },
    })
  })

  it('stays where the peer is none of the workspace', () => {
    const manifest = { peerDependencies: { hono: '^4.7.0', other: 'workspace:^' } }
    expect(withPeersOf(manifest, new Map([['hono', '9.0.0']]))).toEqual(manifest)
    expect(withPeersOf({}, new Map())).toEqual({})
  })
})

test('every range of a peer is that of its present version', () => {
  const manifests = publicPackages().map(({ folder }): Manifest & { readonly name: string; readonly version: string } =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  )
  const versions = new Map(manifests.map(({ name, version }) => [name, version]))
  for (const manifest of manifests) expect(withPeersOf(manifest, versions)).toEqual(manifest)
})

describe('the lowest version of a range', () => {
  it.each([
    ['^4.7.0', '4.7.0'],
    ['>=0.43.0', '0.43.0'],
  ])('%s', (range, lowest) => expect(lowestOf(range)).toBe(lowest))

  it.each(['*', '4.x', '^4.7', '^3.0.0 || ^4.0.0', 'workspace:>=0.1.0 <1.0.0-0'])('%s: none is guessed', (range) => {
    expect(() => lowestOf(range)).toThrow(`"${range}"`)
  })
})
