import type { ServerResponse } from 'node:http'
import type { RenderedResponse } from '@scopetree/core'

/** The answer to an error that is not one of ours: it says nothing of the cause. */
export const INTERNAL: RenderedResponse = {
  status: 500,
  headers: {},
  body: { detail: 'Internal Server Error' },
}

/** Writes an answer and ends the response; a response that has been begun already is cut off instead. */
export function send(res: ServerResponse, { status, headers, body }: RenderedResponse): void {
  if (res.headersSent) {
    // Without an error, HTTP/2 ends the stream as if all were sent.
    res.destroy(new Error('The response failed after it had been begun'))
    return
  }
  const text = JSON.stringify(body) ?? 'null'
  res.statusCode = status
  res.setHeader('content-type', 'application/json')
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.setHeader('content-length', Buffer.byteLength(text))
  res.end(text)
}
