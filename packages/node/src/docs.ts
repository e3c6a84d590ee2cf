import type { IncomingMessage, ServerResponse } from 'node:http'
import { operation, type Needs } from '@scopetree/core'
import type { Pages } from '@scopetree/core/adapter'
import { guard } from './guard.js'
import type { RouteTable } from './route-table.js'
import { sendPage } from './send-page.js'

/**
 * Pages of `@scopetree/docs-ui` as routes for a table, for everybody or, with `needs`, for whom these accept.
 *
 * A browser can open guarded pages if it sends the credentials by itself: `httpBasic`, or a key in a cookie.
 *
 * @throws {TypeError} `needs` that `guard` refuses
 * @example
 * routes({ ...table, ...docs(docsPages({ info, routes: routesOf(table) })) })
 */
export function docs(pages: Pages, needs?: Needs): RouteTable {
  return Object.fromEntries(
    Object.entries(pages).map(([path, page]) => {
      const send = (_: IncomingMessage, res: ServerResponse): void => sendPage(res, page)
      return [`GET ${path}`, operation({ hidden: true }, needs ? guard(needs, send) : send)]
    }),
  )
}
