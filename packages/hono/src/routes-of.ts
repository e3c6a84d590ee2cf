import { routeOf, type Route } from '@scopetree/core/adapter'
import { covers } from './covers.js'

/** A Hono application, of any environment and schema. */
export interface RoutesLike {
  readonly routes: readonly { readonly method: string; readonly path: string; readonly handler: Function }[]
}

interface Entry {
  readonly method: string
  readonly path: string
  readonly handler: Function
}

/**
 * Every route of an application, with what guards it: the guards of the route, and those before it whose path covers
 * it, `app.use('/admin/*', guard(…))`.
 *
 * It sees through `app.route()`. Hono tells handlers from middleware by their parameters: one for every method that
 * also takes `next` counts as middleware, as do mounted applications, and what a middleware answers is no route.
 *
 * @example
 * assertGuarded(routesOf(app), { except: ['POST /token'] })
 */
export function routesOf(app: RoutesLike): Route[] {
  const entries = app.routes.map(({ method, path, handler }) => ({ method, path, handler: targetOf(handler) }))
  return [...answering(entries)].map(([{ method, path }, index]) => {
    const met = entries
      .slice(0, index + 1)
      .filter((entry) => (entry.method === 'ALL' || entry.method === method) && covers(entry.path, path))
    return routeOf(
      method,
      path,
      met.map(({ handler }) => handler),
    )
  })
}

/** The entry that answers each route, with its index: the first that is no middleware, or else the last. */
function answering(entries: readonly Entry[]): Map<Entry, number> {
  const found = new Map<string, { entry: Entry; index: number }>()
  entries.forEach((entry, index) => {
    const route = `${entry.method} ${entry.path}`
    const isHandler = entry.handler.length < 2
    const known = found.get(route)
    if (known && known.entry.handler.length < 2) return
    if (isHandler || entry.method !== 'ALL') found.set(route, { entry, index })
  })
  return new Map([...found.values()].map(({ entry, index }) => [entry, index]))
}

/** Hono wraps the handlers of an application that has an error handler of its own. */
function targetOf(handler: Function): Function {
  const composed: unknown = '__COMPOSED_HANDLER' in handler ? handler.__COMPOSED_HANDLER : undefined
  return typeof composed === 'function' ? targetOf(composed) : handler
}
