import type { Context } from 'hono'

const SEEN = Symbol('scopetree.request')

/**
 * The request that the last guard saw, where middleware has put another in its place: `bodyLimit` does, to pass the body
 * on. One with other headers may be somebody else's, and is none of the kind.
 */
export function formerOf(c: Pick<Context, 'req'> & { [SEEN]?: Request }): Request | undefined {
  const { raw } = c.req
  const seen = c[SEEN]
  c[SEEN] = raw
  return seen !== undefined && seen !== raw && headOf(seen) === headOf(raw) ? seen : undefined
}

function headOf({ method, url, headers }: Request): string {
  return JSON.stringify([method, url, ...headers])
}
