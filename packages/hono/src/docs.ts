import { operation, type Needs } from '@scopetree/core'
import type { Pages } from '@scopetree/core/adapter'
import { Hono, type Handler } from 'hono'
import { guard } from './guard.js'

/**
 * Pages of `@scopetree/docs-ui` as an application to mount, for everybody or, with `needs`, for whom these accept.
 *
 * A browser can open guarded pages if it sends the credentials by itself: `httpBasic`, or a key in a cookie. It is
 * mounted after the routes, which have to be there when they are listed.
 *
 * @throws {TypeError} `needs` that `guard` refuses
 * @example
 * app.route('/', docs(docsPages({ info, routes: routesOf(app) })))
 */
export function docs(pages: Pages, needs?: Needs): Hono {
  const app = new Hono()
  for (const [path, page] of Object.entries(pages)) {
    const send: Handler = operation({ hidden: true }, () => new Response(page.body, page))
    if (needs) app.get(path, guard(needs), send)
    else app.get(path, send)
  }
  return app
}
