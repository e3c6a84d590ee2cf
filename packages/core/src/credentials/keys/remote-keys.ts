import type { CryptoKey } from 'jose'
import type { Awaitable } from '../../wire/awaitable.js'
import { UnavailableError } from '../../wire/errors.js'
import { chooseKey, type PublishedKey } from './jwk-set.js'
import type { KeyHint } from './key.js'

/** When keys are fetched; all in seconds. */
export interface KeyTimes {
  readonly now: () => number
  /** After this the keys are fetched anew, while those at hand serve on; after twice this they are waited for. */
  readonly refreshAfter: number
  /** After this they serve no longer, also while the issuer is out of reach. */
  readonly maxAge: number
}

/** Fetches the keys, of which some may be `known`. */
type LoadKeys = (known: readonly PublishedKey[]) => Promise<readonly PublishedKey[]>

/** Seconds between two fetches for keys that nobody has seen: what a stream of made-up `kid`s can cost the issuer. */
const COOLDOWN = 30
/** Seconds until an issuer that failed is asked again, while there are no keys at all. */
const PAUSE = 5

/**
 * The keys of an issuer, fetched when they are needed and kept for a while.
 *
 * As long as there is a doubt whether a key exists, the answer is `UnavailableError`: a token is refused only by keys
 * that the issuer has confirmed.
 */
export class RemoteKeys {
  readonly #load: LoadKeys
  readonly #times: KeyTimes
  readonly #report: (error: unknown) => void
  #keys: readonly PublishedKey[] = []
  #loadedAt = -Infinity
  #triedAt = -Infinity
  #soughtAt = -Infinity
  /** How often keys have come. */
  #loads = 0
  /** What the last fetch failed with. */
  #failure: { readonly cause: unknown } | undefined
  #pending: Promise<void> | undefined

  constructor(load: LoadKeys, times: KeyTimes, report: (error: unknown) => void) {
    this.#load = load
    this.#times = times
    this.#report = report
  }

  /**
   * The key of a token with that header: at once where fresh keys are at hand.
   *
   * @throws {UnavailableError} the issuer is out of reach, and no key at hand is the token's
   */
  find(hint: KeyHint): Awaitable<CryptoKey | undefined> {
    const now = this.#times.now()
    const known = this.#isWithin(this.#loadedAt, this.#times.refreshAfter, now) && chooseKey(this.#keys, hint)
    return known || this.#look(hint, now)
  }

  async #look(hint: KeyHint, now: number): Promise<CryptoKey | undefined> {
    const loads = this.#loads
    const known = await this.#ready(now)
    const isNews = this.#loads > loads
    return chooseKey(known, hint) ?? this.#seek(hint, now, isNews)
  }

  /** The keys at hand, once there are any that may be used. */
  async #ready(now: number): Promise<readonly PublishedKey[]> {
    const { refreshAfter, maxAge } = this.#times
    if (this.#isWithin(this.#loadedAt, refreshAfter, now)) return this.#keys
    if (this.#isWithin(this.#loadedAt, maxAge, now)) {
      const isDue = !this.#isWithin(this.#triedAt, COOLDOWN, now)
      const refresh = isDue ? this.#refresh(now) : this.#pending
      if (this.#mustWait(now, isDue)) await refresh
      return this.#keys
    }
    if (this.#pending !== undefined || !this.#isWithin(this.#triedAt, PAUSE, now)) await this.#refresh(now)
    if (!this.#isWithin(this.#loadedAt, maxAge, now)) throw this.#unavailable(this.#triedAt + PAUSE - now)
    return this.#keys
  }

  /** Asks the issuer for a key that is not among those at hand, unless they are news or it was asked a moment ago. */
  async #seek(hint: KeyHint, now: number, isNews: boolean): Promise<CryptoKey | undefined> {
    if (this.#pending !== undefined && canWaitForOthers()) await this.#pending
    else if (!isNews && !this.#isWithin(this.#soughtAt, COOLDOWN, now)) {
      this.#soughtAt = now
      await this.#refresh(now)
    }
    const key = chooseKey(this.#keys, hint)
    if (key === undefined && this.#failure !== undefined) throw this.#unavailable(this.#soughtAt + COOLDOWN - now)
    return key
  }

  /** Fetches the keys, or waits for who does already. It never rejects. */
  #refresh(now: number): Promise<void> {
    if (this.#pending !== undefined && canWaitForOthers()) return this.#pending
    const pending = this.#reload(now).finally(() => {
      if (this.#pending === pending) this.#pending = undefined
    })
    this.#pending = pending
    return pending
  }

  async #reload(now: number): Promise<void> {
    this.#triedAt = now
    try {
      this.#keys = await this.#load(this.#keys)
      this.#loads += 1
      this.#loadedAt = now
      this.#failure = undefined
    } catch (cause) {
      this.#failure = { cause }
      this.#report(cause)
    }
  }

  /** Whether keys at hand are so old that the issuer is heard first, unless it is known to be out of reach. */
  #mustWait(now: number, isOurs: boolean): boolean {
    // Nothing outlives there the request that began it, and no other may wait for it.
    if (!canWaitForOthers()) return isOurs
    return this.#failure === undefined && !this.#isWithin(this.#loadedAt, 2 * this.#times.refreshAfter, now)
  }

  /** A clock that was set back must not make old keys young. */
  #isWithin(since: number, duration: number, now: number): boolean {
    return since <= now && now < since + duration
  }

  #unavailable(seconds: number): UnavailableError {
    return new UnavailableError('keys', seconds, this.#failure)
  }
}

/** Workers, of Cloudflare and below Vercel's edge, cancel what one request waits for when another has begun it. */
function canWaitForOthers(): boolean {
  return !('WebSocketPair' in globalThis || 'EdgeRuntime' in globalThis)
}
