import type { ServerResponse } from 'node:http'
import type { Session } from '@scopetree/core/adapter'

/** Closes a session when the response is over, and tells it then what the request failed with, if it did. */
export function closeWithResponse(res: ServerResponse, session: Session<unknown>, failure?: () => unknown): void {
  const close = (): void => void session.close(failure?.() ?? hungUp(res))
  if (res.closed) close()
  else res.once('close', close)
}

/** A response that closes before it was written out has lost its client. */
export function hungUp(res: ServerResponse): Error | undefined {
  return res.writableFinished ? undefined : new Error('The client closed the connection before the end of the response')
}
