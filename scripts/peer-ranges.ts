export interface Manifest {
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/**
 * A manifest that takes each peer of this workspace from the version which that has now, given by name, and below its
 * next major version.
 *
 * Changesets leaves a range of peers that still holds, so that a minor version is not a major one of whatever has the
 * peer: its lower bound would stay where it was, and an adapter would be installed beside a core that lacks what it uses.
 */
export function withPeersOf<M extends Manifest>(manifest: M, versions: ReadonlyMap<string, string>): M {
  const { peerDependencies } = manifest
  if (peerDependencies === undefined) return manifest
  const moved = Object.entries(peerDependencies).map(([name, range]): [string, string] => {
    const version = versions.get(name)
    return [name, version !== undefined && range.startsWith('workspace:') ? rangeFrom(version) : range]
  })
  return { ...manifest, peerDependencies: Object.fromEntries(moved) }
}

function rangeFrom(version: string): string {
  return `workspace:>=${version} <${Number.parseInt(version, 10) + 1}.0.0-0`
}

/** The lowest version of a range such as `^1.2.0` or `>=1.2.0`. */
export function lowestOf(range: string): string {
  const [, lowest] = /^(?:\^|>=)(\d+\.\d+\.\d+)$/.exec(range) ?? []
  if (lowest === undefined) throw new Error(`the range "${range}" has no lowest version that can be read from it`)
  return lowest
}
