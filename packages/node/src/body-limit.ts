import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '@scopetree/core'
import { send } from './send.js'

/**
 * Lets no handler read more than `limit` bytes of a request's body.
 *
 * A length that the client states is judged before anything is read. A body of no stated length is counted on its way
 * in: beyond the limit the client gets its answer, and whoever reads gets the error.
 *
 * @throws {HttpError} 413
 */
export function limitBody(req: IncomingMessage, res: ServerResponse, limit: number): void {
  if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge(req)
  // HTTP/2 says nothing of a body before it comes.
  if (req.headers['transfer-encoding'] === undefined && req.httpVersionMajor < 2) return

  const push = req.push.bind(req)
  let size = 0
  req.push = (chunk: Uint8Array | null, encoding) => {
    size += chunk?.length ?? 0
    if (size <= limit) return push(chunk, encoding)
    const error = tooLarge(req)
    res.once('finish', () => req.destroy(error))
    send(res, error)
    req.push = () => false
    return false
  }
}

function tooLarge({ httpVersionMajor }: IncomingMessage): HttpError {
  return new HttpError(413, 'Content Too Large', httpVersionMajor < 2 ? { connection: 'close' } : {})
}
