import { collect, webChunks } from '../byte-stream.js'
import { parseJsonObject } from '../json-object.js'

/** What is needed of `fetch`: for tests, proxies, and runtimes whose `fetch` is not a global. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET'
    readonly headers: Record<string, string>
    readonly redirect: 'manual'
    readonly signal: AbortSignal
  },
) => Promise<Response>

/** How to fetch, and until when. */
export interface Fetching {
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined
  readonly signal: AbortSignal
}

/** More than any issuer publishes, and little to hold in memory. */
const MAX_BYTES = 256 * 1024

/**
 * Waits for what `work` makes of one or more answers of `whom`, all of them within `timeout` seconds. Its signal is
 * aborted at the end in any case: whatever of an answer is left by then is not wanted.
 *
 * @throws {Error} time is up
 */
export async function within<T>(timeout: number, whom: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new Error(`${whom} did not answer within ${timeout} s`)),
    timeout * 1000,
  )
  // A fetch that does not heed its signal must not hang either.
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error))
  })
  try {
    return await Promise.race([work(controller.signal), aborted])
  } finally {
    clearTimeout(timer)
    aborted.catch(() => undefined)
    controller.abort()
  }
}

/**
 * Fetches a JSON object. Redirects are not followed: they would lead away from the URL that is trusted.
 *
 * @throws {Error} whatever went wrong: it is for logs, and never for clients
 */
export async function fetchJson(url: URL, { fetch, signal }: Fetching): Promise<Record<string, unknown>> {
  const headers = { accept: 'application/json, application/jwk-set+json' }
  const init = { method: 'GET', headers, redirect: 'manual', signal } as const
  return readAnswer(url, await (fetch ?? globalThis.fetch)(url.href, init))
}

async function readAnswer(url: URL, { status, body }: Response): Promise<Record<string, unknown>> {
  if (status !== 200) throw new Error(`${url} answered ${status}`)
  const bytes = await collect(body === null ? [] : webChunks(body), MAX_BYTES)
  if (bytes === undefined) throw new Error(`${url} answered more than ${MAX_BYTES} bytes`)
  const json = parseJsonObject(bytes)
  if (json === undefined) throw new Error(`${url} answered no JSON object`)
  return json
}
