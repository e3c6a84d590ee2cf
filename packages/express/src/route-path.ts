/** What a route or middleware is registered under. */
export type RoutePath = string | RegExp | readonly (string | RegExp)[]

/** One path of a route: as it is shown, and as a pattern that matches all that it can match. */
export interface Path {
  readonly shown: string
  readonly pattern: string
}

/** A segment that no literal equals. */
const ANY = '\u{F8FF}'
const PARAMETER = /:(?:"[^"]*"|[\p{ID_Continue}$]+)/gu
/** Of any number of segments, the first of which may be empty. */
const WILDCARD = /\*(?:"[^"]*"|[\p{ID_Continue}$]+)/u
const PASSED_BY_WILDCARDS = [ANY, `${ANY}/${ANY}`, `/${ANY}`, `${ANY}/`.repeat(8) + ANY]
const GROUP = /\{([^{}]*)\}/

/** Every path of several. Of a regular expression it is known only that it matches something. */
export function pathsOf(path: RoutePath): readonly Path[] {
  return [path].flat().map((one) => {
    if (typeof one === 'string') return { shown: one, pattern: one }
    return { shown: String(one), pattern: '{/*any}' }
  })
}

/** A path below another. */
export function below(parent: Path, path: Path): Path {
  return { shown: join(parent.shown, path.shown), pattern: join(parent.pattern, path.pattern) }
}

function join(parent: string, path: string): string {
  return path === '/' && parent !== '' ? parent : `${parent.replace(/\/$/, '')}${path}`
}

/**
 * Paths that a pattern matches: with and without each optional group, with any text for a parameter, and with one segment
 * and more for a wildcard.
 */
export function examplesOf(pattern: string): readonly string[] {
  const [group, inside = ''] = GROUP.exec(pattern) ?? []
  if (group !== undefined) return [inside, ''].flatMap((text) => examplesOf(pattern.replace(group, () => text)))
  const [wildcard] = WILDCARD.exec(pattern) ?? []
  if (wildcard !== undefined) {
    return PASSED_BY_WILDCARDS.flatMap((text) => examplesOf(pattern.replace(wildcard, () => text)))
  }
  return [pattern.replace(PARAMETER, ANY) || '/']
}
