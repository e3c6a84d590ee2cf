import type { CryptoKey } from 'jose'
import { whenReady, type Awaitable } from '../../wire/awaitable.js'
import { InvalidTokenError } from '../../wire/errors.js'
import { readClaims, type AccessTokenClaims } from './access-token-claims.js'
import { ownCopy } from '../base64url.js'
import { countValues } from '../json-object.js'
import { verifyCompactJws } from './compact-jws.js'
import type { KeyHint, VerifyKey } from '../keys/key.js'

/** A token whose signature has been verified and whose claims are of their kinds. What they say is not judged yet. */
export interface VerifiedToken {
  readonly typ: unknown
  /** Frozen, with everything in it: the next request with the same token gets the same object. */
  readonly claims: AccessTokenClaims
  /** What was read of them last: the scopes of the claim of that name. */
  granted: { readonly claim: string; readonly scopes: readonly string[] } | undefined
}

interface Remembered extends VerifiedToken {
  readonly hint: KeyHint
  readonly key: CryptoKey
}

/** Bytes of one of the two generations of a key's tokens, by the estimate below. */
const GENERATION = 16 * 1024 * 1024

/**
 * Verifies the form, the signature and the kinds of the claims of a token; what was verified once is remembered.
 *
 * Remembered is that *this* key verified *this* text. Whether the key is still the one that such a token has to be
 * signed by is asked each time, so a key that has left the ring is forgotten with its tokens. Refusals are not remembered.
 *
 * @throws {InvalidTokenError} `malformed`, `signature`, `claims`
 */
export function verifyOnce(key: VerifyKey, token: string): Awaitable<VerifiedToken> {
  const tokens = tokensOf(key)
  const known = tokens.get(token)
  if (known === undefined) return verifyAndRemember(key, token, tokens)
  return whenReady(key.findKey(known.hint), (current) => {
    if (current === known.key) return known
    tokens.delete(token)
    if (current === undefined) throw new InvalidTokenError('signature')
    return verifyAndRemember(key, token, tokens)
  })
}

/** The same without a memory. */
export async function verifyAnew(key: VerifyKey, token: string): Promise<Remembered> {
  const { typ, payload, key: found, hint } = await verifyCompactJws(key, token)
  return { typ, claims: readClaims(payload), granted: undefined, key: found, hint }
}

async function verifyAndRemember(key: VerifyKey, token: string, tokens: Tokens): Promise<VerifiedToken> {
  const verified = await verifyAnew(key, token)
  tokens.set(token, verified)
  return verified
}

const memories = new WeakMap<VerifyKey, Tokens>()

function tokensOf(key: VerifyKey): Tokens {
  const known = memories.get(key)
  if (known !== undefined) return known
  const tokens = new Tokens()
  memories.set(key, tokens)
  return tokens
}

/**
 * The tokens of one key, in two generations of bounded size: when the young one is full it becomes the old one, and
 * what stood there is gone unless it was asked for meanwhile. So a hit on a young token moves nothing.
 */
class Tokens {
  #young = new Map<string, Remembered>()
  #old = new Map<string, Remembered>()
  #size = 0

  get(token: string): Remembered | undefined {
    const young = this.#young.get(token)
    if (young !== undefined) return young
    const old = this.#old.get(token)
    if (old !== undefined) this.set(token, old)
    return old
  }

  set(token: string, remembered: Remembered): void {
    // Several requests may have seen it first at once.
    if (this.#young.has(token)) return
    const size = sizeOf(token, remembered)
    if (this.#size + size > GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
      this.#size = 0
    }
    this.#young.set(ownCopy(token), remembered)
    this.#size += size
  }

  delete(token: string): void {
    const young = this.#young.get(token)
    if (young !== undefined) this.#size -= sizeOf(token, young)
    this.#young.delete(token)
    this.#old.delete(token)
  }
}

/** What the claims of most tokens hold, themselves included. */
const USUAL_VALUES = 16

/**
 * Bytes that a token and its claims take, about: the text once as it came and once in its claims, and what an object or a
 * list takes for each value beyond the usual.
 */
function sizeOf(token: string, { claims }: VerifiedToken): number {
  return 512 + 2 * token.length + 64 * Math.max(0, countValues(claims) - USUAL_VALUES)
}
