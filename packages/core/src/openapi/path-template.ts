/** A path as OpenAPI writes it. */
export interface PathTemplate {
  /** With parameters as `{name}`. */
  readonly path: string
  readonly parameters: readonly PathParameter[]
}

/** A parameter of a path, and the expression it has to match, if any. */
export interface PathParameter {
  readonly name: string
  readonly pattern?: string
}

/** Hono: what a parameter has to match, in braces after its name. */
const EXPRESSION = String.raw`\{((?:[^{}]|\{[^{}]*\})*)\}`
const PARAMETER = new RegExp(
  String.raw`:(?:"([^"]+)"|([\p{L}_$][\p{L}\p{N}_$]*))(?:${EXPRESSION})?|\*(?:"([^"]+)"|([\p{L}_$][\p{L}\p{N}_$]*))?`,
  'gu',
)
/** Express: `{/:name}`. */
const GROUP = /\{([/.-][^{}]*)\}/
/** Hono: `/:name?`. */
const OPTIONAL = /(\/:[\p{L}_$][\p{L}\p{N}_$]*)\?/u

/**
 * The paths that a framework's path stands for: OpenAPI knows no optional parameter, so there are two for each.
 *
 * Parameters are `:name`, with an expression in Hono's braces, and `*name` or `*` for any number of segments, which
 * OpenAPI cannot say.
 */
export function pathTemplatesOf(path: string): readonly PathTemplate[] {
  const [optional, inside] = GROUP.exec(path) ?? OPTIONAL.exec(path) ?? []
  if (optional === undefined || inside === undefined) return [templateOf(path)]
  return ['', inside].flatMap((text) => pathTemplatesOf(path.replace(optional, () => text)))
}

function templateOf(path: string): PathTemplate {
  const parameters: PathParameter[] = []
  const template = path.replace(PARAMETER, (_, ...groups: (string | undefined)[]) => {
    const [quoted, plain, pattern, quotedRest, rest] = groups
    const name = quoted ?? plain ?? quotedRest ?? rest ?? 'path'
    parameters.push(pattern === undefined ? { name } : { name, pattern: `^(?:${pattern})$` })
    return `{${name}}`
  })
  return { path: template.startsWith('/') ? template : `/${template}`, parameters }
}
