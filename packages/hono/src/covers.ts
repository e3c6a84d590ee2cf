const PARAMETER = /^:\w+$/
const OPTIONAL = /\/(:[^/]+)\?/

/**
 * Whether a middleware that is registered under `pattern` runs for whatever a route's `path` matches.
 *
 * In doubt it says no: of expressions in a path, `:id{[0-9]+}`, only equal ones are known to cover each other.
 */
export function covers(pattern: string, path: string): boolean {
  const patterns = variantsOf(pattern)
  return variantsOf(path).every((variant) => patterns.some((one) => coversFrom(one.split('/'), variant.split('/'))))
}

/** An optional parameter is there or not. */
function variantsOf(path: string): readonly string[] {
  return OPTIONAL.test(path) ? ['', '/$1'].flatMap((segment) => variantsOf(path.replace(OPTIONAL, segment))) : [path]
}

function coversFrom([own, ...rest]: readonly string[], [other, ...others]: readonly string[]): boolean {
  // At the end the asterisk is any number of segments, also none.
  if (own === '*' && rest.length === 0) return true
  if (own === undefined || other === undefined) return own === other
  if (other === '*' && others.length === 0) return false
  return coversSegment(own, other) && coversFrom(rest, others)
}

function coversSegment(own: string, other: string): boolean {
  // An expression may match slashes.
  if (own === other) return true
  return (own === '*' || PARAMETER.test(own)) && other !== '' && !/[{}]/.test(other)
}
