import { isObject } from '../../wire/is-object.js'
import type { RequestLike } from '../../wire/request.js'
import { webChunks } from '../byte-stream.js'

/** What frameworks and runtimes put on a request to read its body by. */
interface BodyCarrier extends RequestLike {
  /** A web stream, or what a framework has read or parsed. */
  readonly body?: unknown
  /** Web requests have it, Node's have not. */
  readonly bodyUsed?: unknown
  /** Node: some of it, or all of it, has been read by somebody else. */
  readonly readableDidRead?: unknown
  readonly readableEnded?: unknown
  /** Node: iterates without destroying the request, whose socket (and so `req.ip`) would be gone for whoever answers. */
  iterator?(options: { readonly destroyOnReturn: boolean }): AsyncIterable<unknown>
}

/** A body as it arrives, or as a framework has parsed it. */
export type RequestBody =
  | { readonly chunks: AsyncIterable<unknown> | Iterable<unknown> }
  | { readonly parsed: Readonly<Record<string, unknown>> }

/**
 * How to read the body of any request: a web `Request`, Express's `req`, parsed or not, Node's `IncomingMessage`.
 *
 * A stream that nobody has touched comes before `body`, which some parsers set without having parsed anything.
 *
 * @throws {TypeError} somebody has consumed it, or there is no way to read one: waiting for it would never end
 */
export function bodyOf(request: RequestLike): RequestBody {
  const carrier: BodyCarrier = request
  const { body, bodyUsed } = carrier
  if (bodyUsed === false && body === null) return { chunks: [] }
  if (bodyUsed === false && isWebStream(body)) return { chunks: webChunks(body) }
  if (typeof bodyUsed !== 'boolean') {
    const wasRead = carrier.readableDidRead === true || carrier.readableEnded === true
    if (carrier.iterator !== undefined && !wasRead) return { chunks: carrier.iterator({ destroyOnReturn: false }) }
    if (typeof body === 'string' || body instanceof Uint8Array) return { chunks: [body] }
    if (isObject(body)) return { parsed: body }
  }
  throw new TypeError('the body of the request has been consumed, or there is none to read')
}

/** Not `instanceof`: a polyfill's stream will do. */
function isWebStream(value: unknown): value is ReadableStream<unknown> {
  return isObject(value) && typeof value['getReader'] === 'function'
}
