import { parseJsonObject } from './json-object.js'
import { collect, webChunks } from './request-body.js'

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

/** How to fetch, and for how long. */
export interface FetchOptions {
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined
  /** Seconds for an answer, body included. */
  readonly timeout: number
}

/** More than any issuer publishes, and little to hold in memory. */
const MAX_BYTES = 256 * 1024

/**
 * Fetches a JSON object. Redirects are not followed: they would lead away from the URL that is trusted.
 *
 * @throws {Error} whatever went wrong: it is for logs, and never for clients
 */
export async function fetchJson(url: URL, { fetch, timeout }: FetchOptions): Promise<Record<string, unknown>> {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new Error(`${url} did not answer within ${timeout} s`)),
    timeout * 1000,
  )
  // A fetch that does not heed its signal must not hang either.
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error))
  })
  try {
    const { signal } = controller
    const headers = { accept: 'application/json, application/jwk-set+json' }
    const answer = (fetch ?? globalThis.fetch)(url.href, { method: 'GET', headers, redirect: 'manual', signal })
    return await Promise.race([answer.then((response) => readAnswer(url, response)), aborted])
  } finally {
    clearTimeout(timer)
    aborted.catch(() => undefined)
    // Whatever of the answer is not wanted.
    controller.abort()
  }
}

async function readAnswer(url: URL, { status, body }: Response): Promise<Record<string, unknown>> {
  if (status !== 200) throw new Error(`${url} answered ${status}`)
  const bytes = await collect(body === null ? [] : webChunks(body), MAX_BYTES)
  if (bytes === undefined) throw new Error(`${url} answered more than ${MAX_BYTES} bytes`)
  const json = parseJsonObject(bytes)
  if (json === undefined) throw new Error(`${url} answered no JSON object`)
  return json
}
