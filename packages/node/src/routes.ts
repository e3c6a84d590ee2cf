import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { renderError, type ErrorProfile } from '@scopetree/core'
import { routeOf, type Route } from '@scopetree/core/adapter'
import { limitBody } from './body-limit.js'
import { routeTable, type Match, type RouteTable } from './route-table.js'
import { INTERNAL, send } from './send.js'

/** Options of `routes`. */
export interface RoutesOptions {
  /** How many bytes of body a request may have. Default: 1 MiB. */
  readonly maxBody?: number | undefined
  /** Told of every error that is not answered as one of ours; the client sees a bare 500. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * A listener for `createServer` that answers by a table of routes.
 *
 * Paths match exactly, with `:name` for a segment of any text and no other pattern. Unknown paths are answered 404, other
 * methods of known ones 405 with `Allow`. What a handler returns is sent as JSON.
 *
 * @throws {TypeError} a key of the table that is no method and path, a segment with one of `:*?{}` that is not `:` and a
 * name, or two keys for the same route
 * @example
 * createServer(routes({ 'GET /users/me/': guard(activeUser, (req, res, user) => user) }, fastapi))
 */
export function routes(table: RouteTable, profile?: ErrorProfile, options: RoutesOptions = {}): RequestListener {
  const { maxBody = 1024 * 1024, onError = console.error } = options
  const find = routeTable(table)
  return (req, res) => {
    answer(req, res)
      .catch((error: unknown) => {
        const rendered = renderError(error, profile)
        if (!rendered) throw error
        if (!res.writableEnded) send(res, rendered)
      })
      // Also what an error of ours says may be nothing that JSON can hold.
      .catch((error: unknown) => {
        if (!res.writableEnded) send(res, INTERNAL)
        onError(error)
      })
      .catch(console.error)
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { handler, params }: Match = find(req.method ?? 'GET', pathOf(req))
    limitBody(req, res, maxBody)
    const body = await handler(req, res, params)
    if (body !== undefined && !res.writableEnded) send(res, { status: res.statusCode, headers: {}, body })
  }
}

/** RFC 9112 §3.2: a target is a path, or a whole URL when the client takes us for a proxy. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '').replace(/\?.*$/s, '') || '/'
}

/** Every route of a table, with what guards it. */
export function routesOf(table: RouteTable): Route[] {
  return Object.entries(table).map(([key, handler]) => {
    const at = key.indexOf(' ')
    return routeOf(key.slice(0, at), key.slice(at + 1), [handler])
  })
}
