/** The work that a scrypt hash states (RFC 7914 §2): `N`, `r` and `p`. */
export interface ScryptParams {
  /** N, a power of two. */
  readonly cost: number
  /** r */
  readonly blockSize: number
  /** p */
  readonly parallelism: number
}

/** What is to be computed. */
export interface ScryptJob extends ScryptParams {
  readonly salt: Uint8Array
  /** In bytes. */
  readonly keyLength: number
}

/** In bytes. */
const MAX_MEMORY = 256 * 1024 * 1024
/** N · r · p: eight times the work of the hashes that `scrypt()` makes by default. */
const MAX_WORK = 2 ** 23

/** Whether these are parameters of scrypt, and cheap enough: 256 MiB at most, and a few seconds. */
export function isBearableScrypt({ cost, blockSize, parallelism }: ScryptParams): boolean {
  return (
    cost >= 2 &&
    Number.isInteger(Math.log2(cost)) &&
    // RFC 7914 §6, which also wants a block
    Math.log2(cost) < 16 * blockSize &&
    parallelism >= 1 &&
    128 * cost * blockSize <= MAX_MEMORY &&
    cost * blockSize * parallelism <= MAX_WORK
  )
}
