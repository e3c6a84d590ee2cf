import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withPeersOf, type Manifest } from './peer-ranges.js'
import { publicPackages } from './public-packages.js'

// After `changeset version`, which moves the versions and not the ranges in which the packages take each other as peers.
const files = publicPackages().map(({ folder }) => join(folder, 'package.json'))
const manifests = files.map((file) => [file, JSON.parse(readFileSync(file, 'utf8')) as Versioned] as const)
const versions = new Map(manifests.map(([, { name, version }]) => [name, version]))

for (const [file, manifest] of manifests) {
  writeFileSync(file, `${JSON.stringify(withPeersOf(manifest, versions), null, 2)}\n`)
}

interface Versioned extends Manifest {
  readonly name: string
  readonly version: string
}
