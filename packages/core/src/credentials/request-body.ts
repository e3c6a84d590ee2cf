import type { RequestLike } from '../wire/request.js'

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
    if (isRecord(body)) return { parsed: body }
  }
  throw new TypeError('the body of the request has been consumed, or there is none to read')
}

/** The chunks of a web stream, which is given up with the iteration. */
export async function* webChunks(stream: ReadableStream<unknown>): AsyncGenerator {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Nobody waits for what is not wanted, and a stream that has failed already cannot be cancelled.
    reader.cancel().catch(() => undefined)
  }
}

/** Not `instanceof`: a polyfill's stream will do. */
function isWebStream(value: unknown): value is ReadableStream<unknown> {
  return isRecord(value) && typeof value['getReader'] === 'function'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The bytes of a body; `undefined` where there are more than `limit`. What cuts the upload short is thrown on. */
export async function collect(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    if (!(part instanceof Uint8Array)) throw new TypeError('the body of the request is no stream of bytes')
    length += part.length
    if (length > limit) return undefined
    parts.push(part)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
