import type { Context, Env } from 'hono'

/**
 * Reads Hono's context, with its bindings and variables, off a dependency's `context.platform`.
 *
 * @throws {TypeError} the request came another way
 * @example
 * const db = depends((context) => honoContext<{ Bindings: { DB: D1Database } }>(context).env.DB)
 */
export function honoContext<E extends Env = Env>(context: { readonly platform: unknown }): Context<E> {
  const { platform } = context
  if (typeof platform === 'object' && platform !== null && 'executionCtx' in platform && 'req' in platform) {
    // What `guard` puts there; which bindings it has is for the application to say, as everywhere in Hono.
    return platform as Context<E>
  }
  throw new TypeError('this request did not come through @scopetree/hono')
}
