/**
 * The same response; `end` is called once its body has been read to the end, has failed, or was given up, or `signal`
 * tells that nobody will read it.
 *
 * Of another body that nobody reads it is never called: do not use it for an answer to HEAD.
 */
export function whenBodyEnds(response: Response, end: (error?: unknown) => unknown, signal?: AbortSignal): Response {
  if (response.body === null) {
    end(signal?.reason)
    return response
  }
  const reader = response.body.getReader()
  let ended = false
  // A chunk may still be on its way when the client hangs up.
  const endOnce = (error?: unknown): void => {
    if (!ended) end(error)
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
