/** The work that an Argon2 hash states (RFC 9106 §3.1). */
export interface Argon2Params {
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  /** Lanes. */
  readonly parallelism: number
}

/** What is to be computed, of version 0x13. */
export interface Argon2Job extends Argon2Params {
  readonly variant: Argon2Variant
  readonly salt: Uint8Array
  /** In bytes. */
  readonly keyLength: number
}

export type Argon2Variant = 'argon2d' | 'argon2i' | 'argon2id'

/** In KiB: 256 MiB. */
const MAX_MEMORY = 256 * 1024
/** Memory times passes, in KiB: a few seconds. */
const MAX_WORK = 2 * 1024 * 1024
const MAX_PARALLELISM = 16

/** Whether these are parameters of Argon2, and cheap enough. */
export function isBearableArgon2({ memory, passes, parallelism }: Argon2Params): boolean {
  return (
    parallelism >= 1 &&
    parallelism <= MAX_PARALLELISM &&
    passes >= 1 &&
    memory >= 8 * parallelism &&
    memory <= MAX_MEMORY &&
    memory * passes <= MAX_WORK
  )
}
