import type { ServerResponse } from 'node:http'
import type { RenderedResponse } from '@scopetree/core'
import { isAbort } from '@scopetree/core/adapter'
import { send } from './send.js'
import { hungUp } from './when-over.js'

/**
 * Sends what `answer` makes. Its signal is aborted when the client hangs up before that: what gives up then sends
 * nothing, and is no error, for nobody is there to be answered.
 */
export async function sendUnlessHungUp(
  res: ServerResponse,
  answer: (signal: AbortSignal) => Promise<RenderedResponse>,
): Promise<void> {
  const signal = hangUpOf(res)
  try {
    send(res, await answer(signal))
  } catch (error) {
    if (!isAbort(error, signal)) throw error
  }
}

function hangUpOf(res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => {
    const reason = hungUp(res)
    if (reason !== undefined) controller.abort(reason)
  }
  if (res.closed) abort()
  else res.once('close', abort)
  return controller.signal
}
