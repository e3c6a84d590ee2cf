import type { HeaderLines } from './challenge.js'

/** An answer before a framework writes it. `body` is sent as JSON, what JSON has no spelling for as `null`. */
export interface RenderedResponse {
  readonly status: number
  readonly headers: HeaderLines
  readonly body: unknown
}

/** A web `Response` of an answer. */
export function toResponse({ status, headers, body }: RenderedResponse): Response {
  const response = status === 304 ? new Response(null, { status }) : json(status, body)
  for (const [name, lines] of Object.entries(headers)) {
    response.headers.delete(name)
    for (const line of [lines].flat()) response.headers.append(name, line)
  }
  return response
}

/** Not `Response.json`, which throws where JSON has no spelling for the body. */
function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body) ?? 'null', { status, headers: { 'content-type': 'application/json' } })
}

/**
 * An error that knows how it is answered, in the default profile.
 *
 * Frameworks that know nothing of scopetree read `status`, `headers` and `getResponse()` off a thrown error, so an
 * application without our error handler still answers 401 and not 500.
 */
export abstract class ResponseError extends Error implements RenderedResponse {
  abstract readonly status: number
  abstract readonly headers: HeaderLines
  abstract readonly body: unknown

  getResponse(): Response {
    return toResponse(this)
  }
}
