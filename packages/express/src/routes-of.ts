import { METHODS } from 'node:http'
import { routeOf, type Route } from '@scopetree/core/adapter'
import { below, examplesOf, pathsOf, type Path, type RoutePath } from './route-path.js'

/** An Express application or router. */
export type RouterLike = { readonly router: object } | { readonly stack: readonly object[] }

/** What Express keeps of each `use` and of each route. */
interface Layer {
  readonly handle: unknown
  /** What it was registered under; `router` before 2.3 does not keep it. */
  readonly rawPath?: RoutePath
  /** Whether it was registered under no path. */
  readonly slash: boolean
  readonly route?: { readonly path: RoutePath; readonly stack: readonly Handler[] }
  match(path: string): unknown
}

interface Handler {
  /** In lower case; `undefined` for `all`. */
  readonly method: string | undefined
  readonly handle: unknown
}

/** A middleware, and whether it runs for whatever a pattern matches. */
interface Middleware {
  readonly handle: unknown
  readonly covers: (pattern: string) => boolean
}

/**
 * Every route of an application or router, with what guards it: the guards of the route and, for paths that they cover,
 * the guards of the routers that it is behind.
 *
 * It sees through mounted routers; up to `router` 2.2 Express does not keep where they are mounted, and their paths
 * begin with `…`. A mounted application is closed to it and shows as one route for everything below. List either under
 * its own path: `routesOf(users, '/users')`. What a middleware answers is no route.
 *
 * Where a path has handlers for methods, too, one for all of them counts as middleware if it takes `next`, and else as
 * the answer to whatever gets there: what is registered after it is not listed. A guard behind a handler that does not
 * take `next` counts for nothing. So have a middleware take `next`.
 *
 * @throws {TypeError} neither an application nor a router, or one of Express 4
 * @example
 * assertGuarded(routesOf(app), { except: ['POST /token'] })
 */
export function routesOf(app: RouterLike, prefix = ''): Route[] {
  return routesBelow(app, { shown: prefix, pattern: prefix }, [])
}

function routesBelow(app: RouterLike, parent: Path, inherited: readonly Middleware[]): Route[] {
  const middleware = [...inherited]
  return stackOf(app).flatMap((layer) => {
    const { handle, route } = layer
    if (route) {
      return pathsOf(route.path).flatMap((path) => routesAt(below(parent, path), path, route.stack, middleware))
    }
    if (isApplication(handle)) {
      return mountsOf(layer).flatMap((path) =>
        routesAt(below(below(parent, path), REST), below(path, REST), CLOSED, middleware),
      )
    }
    if (isRouter(handle)) {
      return mountsOf(layer).flatMap((path) =>
        routesBelow(
          handle,
          below(parent, path),
          middleware.map((one) => mountedAt(path, one)),
        ),
      )
    }
    middleware.push({ handle, covers: (pattern) => examplesOf(pattern).every((path) => matches(layer, path)) })
    return []
  })
}

/** What a mounted application shows of itself. */
const REST: Path = { shown: '/{*path}', pattern: '/{*path}' }
const CLOSED: readonly Handler[] = [{ method: undefined, handle: undefined }]

/** The routes of one path: one for each method that is answered. `own` is the path as the router of the route sees it. */
function routesAt(full: Path, own: Path, stack: readonly Handler[], middleware: readonly Middleware[]): Route[] {
  const before = middleware.filter(({ covers }) => covers(own.pattern))
  const handlers = reachable(inAllMethods(stack))
  return answeredMethods(handlers).map((method) => {
    // What comes after the last handler of a method is for the others: a guard there says nothing of this one.
    const last = handlers.findLastIndex((one) => one.method === method)
    const met = untilAnswered(handlers.slice(0, last + 1).filter((one) => one.method === method || isForAll(one)))
    return routeOf(
      method?.toUpperCase() ?? 'ALL',
      full.shown,
      [...before, ...met].map(({ handle }) => handle),
    )
  })
}

/** Beside handlers for methods, one for all that answers ends the way of every request. */
function reachable(handlers: readonly Handler[]): readonly Handler[] {
  const end = handlers.every(isForAll) ? -1 : handlers.findIndex(answersAll)
  return end === -1 ? handlers : handlers.slice(0, end + 1)
}

/** The methods, each before the handler that answers all others (`undefined`), so that the first found is what answers. */
function answeredMethods(handlers: readonly Handler[]): readonly Handler['method'][] {
  const methods = new Set(handlers.flatMap(({ method }) => method ?? []))
  return methods.size === 0 || handlers.some(answersAll) ? [...methods, undefined] : [...methods]
}

function isForAll({ method }: Handler): boolean {
  return method === undefined
}

/** Like Hono, it takes a handler for a middleware by its parameters: one that takes `next`, or an error before it. */
function answersAll(handler: Handler): boolean {
  return isForAll(handler) && answers(handler)
}

function answers({ handle }: Handler): boolean {
  return typeof handle === 'function' && handle.length < 3
}

/** A guard behind a handler that answers is never asked. */
function untilAnswered(handlers: readonly Handler[]): readonly Handler[] {
  const end = handlers.findIndex(answers)
  return end === -1 ? handlers : handlers.slice(0, end + 1)
}

/** `app.all` registers its handlers for each method that Node knows: the same as for `all` of a router. */
function inAllMethods(stack: readonly Handler[]): readonly Handler[] {
  const [first = [], ...others] = METHODS.map((name) => stack.filter(({ method }) => method === name.toLowerCase()))
  const isEverywhere = ({ handle }: Handler, index: number): boolean =>
    others.every((one) => one[index]?.handle === handle)
  if (first.length === 0 || first.length * METHODS.length !== stack.length || !first.every(isEverywhere)) return stack
  return first.map(({ handle }) => ({ method: undefined, handle }))
}

/** A middleware as the routes of a router see it that is mounted behind it. */
function mountedAt(path: Path, { handle, covers }: Middleware): Middleware {
  return { handle, covers: (pattern) => covers(below(path, { shown: '', pattern }).pattern) }
}

/** Under a regular expression a middleware may leave out any path, so it counts for none. */
function matches(layer: Layer, path: string): boolean {
  return ![layer.rawPath].flat().some((one) => one instanceof RegExp) && Boolean(layer.match(path))
}

function mountsOf({ rawPath, slash }: Layer): readonly Path[] {
  if (slash) return [{ shown: '', pattern: '' }]
  return rawPath === undefined ? [{ shown: '…', pattern: '{/*any}' }] : pathsOf(rawPath)
}

/** Express shows its stack for debugging only; this is the one place that knows its shape. */
function stackOf(app: RouterLike): readonly Layer[] {
  if ('lazyrouter' in app) throw new TypeError(EXPRESS_4)
  const router = 'stack' in app ? app : app.router
  if (!('stack' in router) || !Array.isArray(router.stack))
    throw new TypeError('this is no Express application or router')
  if (router.stack.some((layer: object) => 'regexp' in layer)) throw new TypeError(EXPRESS_4)
  return router.stack
}

/** There `app.router` throws, and the layers know their paths as regular expressions alone. */
const EXPRESS_4 = 'Express 5 is needed: this application or router is of Express 4'

function isRouter(handle: unknown): handle is { readonly stack: readonly object[] } {
  return typeof handle === 'function' && 'stack' in handle
}

function isApplication(handle: unknown): boolean {
  return typeof handle === 'function' && handle.name === 'mounted_app'
}
