import { nativeTurn } from '#hash-threads'
import type { Abortable } from '../../abortable.js'
import { passwordBytes } from './password-bytes.js'

/** The hash functions of which PBKDF2 is read, and how long a key they make (bytes). */
const KEY_LENGTH = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 } as const

export type Pbkdf2Hash = keyof typeof KEY_LENGTH

/** Django writes 1,200,000 today and adds a fifth every eight months; these take a few seconds. */
const MAX_ROUNDS = 5_000_000

/** The rounds that a hash states, or `undefined` where it states none or too many. */
export function parseRounds(text: string | undefined): number | undefined {
  const rounds = Number(text)
  return rounds <= MAX_ROUNDS ? rounds : undefined
}

interface Pbkdf2Job {
  readonly hash: Pbkdf2Hash
  readonly salt: Uint8Array<ArrayBuffer>
  readonly rounds: number
}

/**
 * PBKDF2 with HMAC (RFC 8018 §5.2), by Web Crypto and off this thread, when its turn comes.
 *
 * @throws {Error} the runtime refuses so many rounds: Cloudflare Workers do above 100,000
 */
export function derivePbkdf2(password: string, job: Pbkdf2Job, options?: Abortable): Promise<Uint8Array> {
  return nativeTurn(() => pbkdf2OfRuntime(password, job), options)
}

async function pbkdf2OfRuntime(password: string, { hash, salt, rounds }: Pbkdf2Job): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', passwordBytes(password), 'PBKDF2', false, ['deriveBits'])
  try {
    const algorithm = { name: 'PBKDF2', hash, salt, iterations: rounds }
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, KEY_LENGTH[hash] * 8))
  } catch (cause) {
    throw new Error(`This runtime does not compute ${rounds} rounds of PBKDF2`, { cause })
  }
}
