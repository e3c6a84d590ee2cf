import type { ServerResponse } from 'node:http'
import type { ResponseEnvironment } from '@scopetree/core/adapter'

/** Tells when a response is over, and what its request failed with, if it did. */
export function whenOver(res: ServerResponse, failure: () => unknown): ResponseEnvironment['whenOver'] {
  return (end) => {
    const close = (): void => end(failure() ?? hungUp(res))
    if (res.closed) close()
    else res.once('close', close)
  }
}

/** A response that closes before it was written out has lost its client. */
export function hungUp(res: ServerResponse): Error | undefined {
  return res.writableFinished ? undefined : new Error('The client closed the connection before the end of the response')
}
