import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Needs } from '@scopetree/core'
import type { Pages } from '@scopetree/core/adapter'
import { sendPage } from '@scopetree/node/adapter'
import { guard } from './guard.js'

/** Middleware of any application. */
export type DocsMiddleware = (
  req: IncomingMessage,
  res: ServerResponse & { locals: object },
  next: (error?: unknown) => void,
) => void | Promise<void>

/**
 * Middleware that answers with pages of `@scopetree/docs-ui`, for everybody or, with `needs`, for whom these accept.
 *
 * A browser can open guarded pages if it sends the credentials by itself: `httpBasic`, or a key in a cookie. It stands
 * after the routes, which have to be there when they are listed.
 *
 * @throws {TypeError} `needs` that `guard` refuses
 * @example
 * app.use(docs(docsPages({ info, routes: routesOf(app) })))
 */
export function docs(pages: Pages, needs?: Needs): DocsMiddleware {
  const admit = needs && guard(needs)
  return (req, res, next) => {
    const { method, url = '' } = req
    const path = url.replace(/\?.*$/s, '')
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    if (page === undefined || (method !== 'GET' && method !== 'HEAD')) return next()
    const send = (): void => sendPage(res, page)
    return admit ? admit(req, res, (error) => (error === undefined ? send() : next(error))) : send()
  }
}
