/** What the platform has for a response that is still to be sent. */
export interface BodyOptions {
  /** Tells that nobody will read the body. */
  readonly signal?: AbortSignal | undefined
  /** Asked, before anything is sent, not to stop before this work is through: Workers stop with the response otherwise. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
}

/**
 * The same response; `end` is called once its body has been read to the end, has failed, or was given up, or `signal`
 * tells that nobody will read it.
 *
 * Of another body that nobody reads it is never called: do not use it for an answer to HEAD.
 */
export function whenBodyEnds(
  response: Response,
  end: (error?: unknown) => unknown,
  { signal, waitUntil }: BodyOptions = {},
): Response {
  const reader = response.body?.getReader()
  let settle: (work: unknown) => void = () => undefined
  waitUntil?.(new Promise((resolve) => (settle = resolve)))
  if (reader === undefined) {
    settle(end(signal?.reason))
    return response
  }
  let ended = false
  // A chunk may still be on its way when the client hangs up.
  const endOnce = (error?: unknown): void => {
    signal?.removeEventListener('abort', giveUp)
    if (!ended) settle(end(error))
    ended = true
  }
  const giveUp = (): void => endOnce(signal?.reason)
  if (signal?.aborted) giveUp()
  else signal?.addEventListener('abort', giveUp)
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          controller.close()
          endOnce()
        } catch (error) {
          controller.error(error)
          endOnce(error)
        }
      },
      async cancel(reason: unknown) {
        endOnce(reason ?? new DOMException('The client is gone', 'AbortError'))
        await reader.cancel(reason)
      },
    },
    // Nothing is read ahead of the client.
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
