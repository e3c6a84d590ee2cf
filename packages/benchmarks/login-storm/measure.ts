import { createAccessToken } from '@scopetree/core'
import { setTimeout as sleep } from 'node:timers/promises'
import { auth } from '../../../docs/examples/scopes/security/dependencies.js'
import type { LoopDelay } from './app.js'
import type { Contestant } from './contestants.js'
import { askSteadily, startStorm } from './load.js'
import { startServer } from './server.js'

/** Requests of the token-only route, per second. */
export const RATE = 200
/** Logins that are always in flight. */
export const CLIENTS = 8

/** What one server did, alone and then in the storm. */
export interface Measurement {
  readonly idle: readonly number[]
  readonly storm: readonly number[]
  readonly loopDelay: LoopDelay
  readonly seconds: number
  readonly logins: number
  readonly refused: number
  /** Requests of the token-only route that were given up. */
  readonly unanswered: number
  /** Of all requests. None is to be expected. */
  readonly failed: number
}

export async function measure(example: string, contestant: Contestant, seconds: number): Promise<Measurement> {
  const server = await startServer(example, contestant)
  try {
    await askSteadily(server.url, await tokensFor(0.5), RATE)
    const idle = await askSteadily(server.url, await tokensFor(seconds / 2), RATE)

    const tokens = await tokensFor(seconds)
    const storm = startStorm(server.url, CLIENTS)
    await sleep(500)
    storm.count()
    await server.loopDelay()
    const start = performance.now()
    const during = await askSteadily(server.url, tokens, RATE)
    const { done, refused, failed } = storm.count()
    const elapsed = (performance.now() - start) / 1000
    const loopDelay = await server.loopDelay()
    storm.stop()
    return {
      idle: idle.latencies,
      storm: during.latencies,
      loopDelay,
      seconds: elapsed,
      logins: done,
      refused,
      unanswered: during.unanswered,
      failed: failed + idle.failed + during.failed,
    }
  } finally {
    await server.stop()
  }
}

function tokensFor(seconds: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: seconds * RATE }, () => createAccessToken(auth, { sub: 'johndoe', scopes: [] })),
  )
}
