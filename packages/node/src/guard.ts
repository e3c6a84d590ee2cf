import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Needs, ValueOf } from '@scopetree/core'
import { guarded, isPromise, resolve } from '@scopetree/core/adapter'
import type { NodeHandler, RouteParams } from './handler.js'
import { whenOver } from './when-over.js'

/** What a dependency finds in `context.platform` here. */
export interface NodePlatform {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/**
 * A handler that answers only requests which a dependency, or every one of a record, accepts; it gets their values.
 *
 * What they deferred runs when the response is over, also when the client hung up before that.
 *
 * @throws {TypeError} something in `needs` is no dependency, nothing is in it, or its alternatives have too many
 * combinations of scopes
 * @example
 * guard({ user: activeUser, db }, (req, res, { user, db }) => db.itemsOf(user))
 */
export function guard<N extends Needs>(
  needs: N,
  handler: (req: IncomingMessage, res: ServerResponse, value: ValueOf<N>, params: RouteParams) => unknown,
): NodeHandler {
  return guarded(needs, ({ dependency }): NodeHandler => async (req, res, params) => {
    const platform: NodePlatform = { req, res }
    const param = (name: string): string | undefined => (Object.hasOwn(params, name) ? params[name] : undefined)
    let failure: unknown
    const resolved = resolve(dependency, req, { platform, param, whenOver: whenOver(res, () => failure) })
    const value = isPromise(resolved) ? await resolved : resolved
    try {
      return await handler(req, res, value, params)
    } catch (error) {
      failure = error
      throw error
    }
  })
}

/**
 * Reads what the adapter put in `context.platform`.
 *
 * @throws {TypeError} the request came another way
 * @example
 * const address = depends((context) => nodePlatform(context).req.socket.remoteAddress)
 */
export function nodePlatform(context: { readonly platform: unknown }): NodePlatform {
  const { platform } = context
  if (typeof platform === 'object' && platform !== null && 'req' in platform && 'res' in platform) {
    // Both keys together are what `guard` puts there.
    return platform as NodePlatform
  }
  throw new TypeError('this request did not come through @scopetree/node')
}
