import { HttpError } from '@scopetree/core'
import type { NodeHandler, RouteParams } from './handler.js'

/** A text, or `:` and a name. What else routers read in a path would match as text, and be documented as they read it. */
const SEGMENT = /^(?::[\p{L}_$][\p{L}\p{N}_$]*|[^:*?{}]*)$/u

/** Handlers by method and path: `GET /items/:id`. */
export type RouteTable = Readonly<Record<`${string} /${string}`, NodeHandler>>

interface Leaf {
  readonly handler: NodeHandler
  readonly names: readonly string[]
}

/** A segment of the paths: what follows it, and who answers where it ends. */
interface Segment {
  readonly literals: Map<string, Segment>
  parameter: Segment | undefined
  readonly methods: Map<string, Leaf>
}

/** What answers a request, with the parameters of its path. */
export interface Match {
  readonly handler: NodeHandler
  readonly params: RouteParams
}

/**
 * Makes the function that finds the handler of a request: one step for each segment of its path, however many routes.
 *
 * A literal segment comes before a parameter. `HEAD` is answered by `GET` where it has no handler of its own.
 *
 * @throws {TypeError} a key that is no method and path, a segment that is neither a text without any of `:*?{}` nor `:`
 * and a name, or two keys for the same route
 */
export function routeTable(table: RouteTable): (method: string, path: string) => Match {
  const root = newSegment()
  for (const [key, handler] of Object.entries(table)) add(root, key, handler)
  return (method, path) => {
    // RFC 9112 §3.2.4: `*` is no path.
    if (!path.startsWith('/')) throw refusal([])
    const segments = decode(path)
    const ends = matches(root, segments)
    for (const name of method === 'HEAD' ? ['HEAD', 'GET'] : [method]) {
      for (const { end, values } of ends) {
        const leaf = end.methods.get(name)
        if (leaf) return { handler: leaf.handler, params: paramsOf(leaf, values) }
      }
    }
    throw refusal(ends.flatMap(({ end }) => [...end.methods.keys()]))
  }
}

function add(root: Segment, key: string, handler: NodeHandler): void {
  const [, method, path] = /^([A-Z]+) \/(.*)$/.exec(key) ?? []
  if (method === undefined || path === undefined) {
    throw new TypeError(`${JSON.stringify(key)} must be a method in capitals, a space and a path`)
  }
  const names: string[] = []
  let segment = root
  for (const part of path.split('/')) {
    if (!SEGMENT.test(part)) {
      throw new TypeError(
        `${JSON.stringify(key)}: ${JSON.stringify(part)} must be a text without any of :*?{}, or ":" and a name`,
      )
    }
    if (part.startsWith(':')) {
      names.push(part.slice(1))
      segment = segment.parameter ??= newSegment()
    } else {
      segment = segment.literals.get(part) ?? put(segment.literals, part)
    }
  }
  if (segment.methods.has(method))
    throw new TypeError(`${JSON.stringify(key)} is in the table already, by another name`)
  segment.methods.set(method, { handler, names })
}

function newSegment(): Segment {
  return { literals: new Map(), parameter: undefined, methods: new Map() }
}

function put(literals: Map<string, Segment>, part: string): Segment {
  const segment = newSegment()
  literals.set(part, segment)
  return segment
}

interface End {
  readonly end: Segment
  readonly values: readonly string[]
}

/** Everywhere that a path may lead, literals first. An empty segment is no value of a parameter. */
function matches(segment: Segment, [part, ...rest]: readonly string[], values: readonly string[] = []): End[] {
  if (part === undefined) return segment.methods.size === 0 ? [] : [{ end: segment, values }]
  const literal = segment.literals.get(part)
  const parameter = part === '' ? undefined : segment.parameter
  return [
    ...(literal ? matches(literal, rest, values) : []),
    ...(parameter ? matches(parameter, rest, [...values, part]) : []),
  ]
}

function paramsOf({ names }: Leaf, values: readonly string[]): RouteParams {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

function decode(path: string): readonly string[] {
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch {
    throw new HttpError(400, 'Bad Request')
  }
}

function refusal(methods: readonly string[]): HttpError {
  if (methods.length === 0) return new HttpError(404, 'Not Found')
  const allowed = new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))
  return new HttpError(405, 'Method Not Allowed', { allow: [...allowed].join(', ') })
}
