import type { Abortable } from '../abortable.js'
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

/**
 * PBKDF2 with HMAC (RFC 8018 §5.2), by Web Crypto and off this thread.
 *
 * @throws {Error} the runtime refuses so many rounds: Cloudflare Workers do above 100,000
 */
export async function derivePbkdf2(
  password: string,
  params: { hash: Pbkdf2Hash; salt: Uint8Array<ArrayBuffer>; rounds: number },
  { signal }: Abortable = {},
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const { hash, salt, rounds } = params
  const key = await crypto.subtle.importKey('raw', passwordBytes(password), 'PBKDF2', false, ['deriveBits'])
  try {
    const algorithm = { name: 'PBKDF2', hash, salt, iterations: rounds }
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, KEY_LENGTH[hash] * 8))
  } catch (cause) {
    throw new Error(`This runtime does not compute ${rounds} rounds of PBKDF2`, { cause })
  }
}
