import { fetchJson, within, type Fetch, type Fetching } from './fetch-json.js'
import { readJwkSet } from './jwk-set.js'
import { ASYMMETRIC_ALGORITHMS, isAsymmetric, type AsymmetricAlgorithm } from './jwk.js'
import type { VerifyKey } from './key.js'
import { LONGEST_WAIT } from '../longest-wait.js'
import { RemoteKeys } from './remote-keys.js'
import { remoteUrl } from './remote-url.js'
import { assertTerms, currentTime } from '../token-terms.js'

/** Options of `remoteJwks` and `issuer`. */
export interface RemoteKeyOptions {
  /** The name by which the issuer knows this API: demanded to be in `aud`. */
  readonly audience: string
  /**
   * What tokens may be signed with. A key that names no `alg` is for the first of these that fits it.
   *
   * Default: every algorithm with a public key, `RS256` first.
   */
  readonly algorithms?: readonly AsymmetricAlgorithm[] | undefined
  /**
   * Seconds after which the keys are fetched anew, in the background; after twice as many, requests wait for them. So
   * long does a key count that was withdrawn. More than `maxAge` counts as `maxAge`. Default: 300.
   */
  readonly refreshAfter?: number | undefined
  /** Seconds for which keys serve while the issuer is out of reach. Default: 3600. */
  readonly maxAge?: number | undefined
  /** Seconds until the issuer must have answered with its keys; of `issuer`, metadata and keys together. Default: 5. */
  readonly timeout?: number | undefined
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined
  /** The time by which keys age, in seconds since the epoch; tokens go by the config's `now`. Default: the clock. */
  readonly now?: (() => number) | undefined
  /** Told why keys could not be had; the client is not. It must not throw. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Options of `remoteJwks`. */
export interface RemoteJwksOptions extends RemoteKeyOptions {
  /** Whose keys they are: demanded of `iss`, character by character. */
  readonly issuer: string
}

/**
 * The keys that another party publishes at a URL (RFC 7517 §5), to verify its access tokens with.
 *
 * They are fetched at first use, by one request however many wait, and refreshed before they are too old. A token with
 * an unknown `kid` has them fetched anew, once in 30 seconds. While they cannot be had the answer is
 * `UnavailableError`; keys that were had serve on for `maxAge`. Redirects are not followed, and nothing is fetched on a
 * token's word.
 *
 * @throws {TypeError} a URL without TLS that is not of this machine, or an option that is no value of its kind
 * @example
 * const auth = defineAuth({
 *   key: remoteJwks('https://login.example/jwks.json', { issuer: 'https://login.example', audience: 'https://api.example' }),
 * })
 */
export function remoteJwks(url: string | URL, options: RemoteJwksOptions): VerifyKey {
  const target = remoteUrl('url', url)
  return remoteKey(options, async (fetching) => fetchJson(target, fetching))
}

/** The key of an issuer whose JWK Set `load` fetches. */
export function remoteKey(
  options: RemoteJwksOptions,
  load: (fetching: Fetching) => Promise<Readonly<Record<string, unknown>>>,
): VerifyKey {
  assertOptions(options)
  const { issuer, audience, algorithms = ASYMMETRIC_ALGORITHMS, onError = console.error } = options
  const { refreshAfter = 300, maxAge = 3600, timeout = 5, fetch } = options
  const times = { refreshAfter: Math.min(refreshAfter, maxAge), maxAge, now: () => currentTime(options) }
  const fetchKeys = async () => within(timeout, issuer, (signal) => load({ fetch, signal }))
  const keys = new RemoteKeys(async (known) => readJwkSet(await fetchKeys(), algorithms, known), times, onError)
  return {
    algorithms: [...algorithms],
    origin: { issuer, audience },
    findKey: (hint) => keys.find(hint),
  }
}

function assertOptions(options: RemoteJwksOptions): void {
  const { issuer, audience, algorithms, refreshAfter, maxAge, timeout } = options ?? {}
  for (const [name, value] of Object.entries({ issuer, audience })) {
    if (value === undefined) throw new TypeError(`"${name}" must be given: without it, a token for anybody would do`)
  }
  assertTerms({ issuer, audience })
  for (const [name, value] of Object.entries({ refreshAfter, maxAge, timeout })) {
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
      throw new TypeError(`"${name}" must be a positive number of seconds`)
    }
  }
  if (timeout !== undefined && timeout > LONGEST_WAIT) throw new TypeError('"timeout" is more than a timer can hold')
  if (
    algorithms !== undefined &&
    !(Array.isArray(algorithms) && algorithms.length > 0 && algorithms.every(isAsymmetric))
  ) {
    throw new TypeError(`"algorithms" must be a non-empty array of ${ASYMMETRIC_ALGORITHMS.join(', ')}`)
  }
}
