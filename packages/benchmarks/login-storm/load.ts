import { setMaxListeners } from 'node:events'
import { Agent, request, type RequestOptions } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const agent = new Agent({ keepAlive: true })

/** How long the last answers are waited for, in milliseconds. */
const PATIENCE = 3000

/** What clients saw of a phase. */
export interface Load {
  /** Of the token-only route, in milliseconds. A request without an answer counts for as long as it was waited for. */
  readonly latencies: readonly number[]
  readonly unanswered: number
  /** Answers of the token-only route that were not 200. */
  readonly failed: number
}

/**
 * Asks for the token-only route at a steady rate, whatever has become of the requests before: an open loop, so that a
 * server that stalls is not asked less often.
 *
 * Each request has a token of its own, which the server has never seen.
 */
export async function askSteadily(url: string, tokens: readonly string[], rate: number): Promise<Load> {
  const start = performance.now()
  const answers: Promise<Answer>[] = []
  const patience = new AbortController()
  setMaxListeners(0, patience.signal)
  for (const [i, token] of tokens.entries()) {
    const wait = start + (i / rate) * 1000 - performance.now()
    if (wait > 0) await sleep(wait)
    const options = { headers: { authorization: `Bearer ${token}` }, signal: patience.signal }
    answers.push(ask(`${url}/status/`, options))
  }
  const timer = setTimeout(() => patience.abort(), PATIENCE)
  const all = await Promise.all(answers)
  clearTimeout(timer)
  const isUnanswered = ({ status }: Answer) => patience.signal.aborted && status === 0
  return {
    latencies: all.map((one) => one.latency),
    unanswered: all.filter(isUnanswered).length,
    failed: all.filter((one) => one.status !== 200 && !isUnanswered(one)).length,
  }
}

/** Clients that log in again and again, counted while it lasts. */
export interface Storm {
  /** What came in since this was last called. */
  count(): { done: number; refused: number; failed: number }
  stop(): void
}

export function startStorm(url: string, clients: number): Storm {
  let counts = { done: 0, refused: 0, failed: 0 }
  const over = new AbortController()

  async function client(): Promise<void> {
    while (!over.signal.aborted) {
      const { status } = await ask(`${url}/token`, login, 'username=johndoe&password=secret')
      counts[status === 200 ? 'done' : status === 503 ? 'refused' : 'failed'] += 1
      if (status !== 200) await sleep(100)
    }
  }
  for (let i = 0; i < clients; i += 1) void client().catch(() => (counts.failed += 1))
  return {
    count() {
      const before = counts
      counts = { done: 0, refused: 0, failed: 0 }
      return before
    },
    stop: () => over.abort(),
  }
}

const login: RequestOptions = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }

interface Answer {
  /** 0 where there was none. */
  readonly status: number
  /** Until it had come in, in milliseconds. */
  readonly latency: number
}

function ask(url: string, options: RequestOptions, body = ''): Promise<Answer> {
  const start = performance.now()
  return new Promise((resolve) => {
    const answered = (status: number) => resolve({ status, latency: performance.now() - start })
    request(url, { ...options, agent }, (response) => {
      response.resume().once('end', () => answered(response.statusCode ?? 0))
    })
      .once('error', () => answered(0))
      .end(body)
  })
}
