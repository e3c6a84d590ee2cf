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

/** The bytes of a body; `undefined` where there are more than `limit`. What cuts the upload short is thrown on. */
export async function collect(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    if (!(part instanceof Uint8Array)) throw new TypeError('the body is no stream of bytes')
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
