import type { ServerResponse } from 'node:http'
import type { Page } from '@scopetree/core/adapter'

/** Writes a page and ends the response. */
export function sendPage(res: ServerResponse, { status, headers, body }: Page): void {
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.end(body)
}
