import type { Request, Response } from 'express'

/** What a dependency finds in `context.platform` here. */
export interface ExpressPlatform {
  readonly req: Request
  readonly res: Response
}

/**
 * Reads what the adapter put in `context.platform`.
 *
 * @throws {TypeError} the request came another way
 * @example
 * const address = depends((context) => expressPlatform(context).req.ip)
 */
export function expressPlatform(context: { readonly platform: unknown }): ExpressPlatform {
  const { platform } = context
  if (typeof platform === 'object' && platform !== null && 'req' in platform && 'res' in platform) {
    // Both keys together are what `guard` puts there.
    return platform as ExpressPlatform
  }
  throw new TypeError('this request did not come through @scopetree/express')
}
