import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sharedLine } from '../hash-line.js'
import type { ScryptParams } from './scrypt-params.js'

/** scrypt (RFC 7914) where the runtime has none: on this thread, which is given back to others every 10 ms. */
export function deriveScrypt(
  password: Uint8Array,
  salt: Uint8Array,
  params: ScryptParams & { keyLength: number },
): Promise<Uint8Array> {
  const { cost: N, blockSize: r, parallelism: p, keyLength: dkLen } = params
  return sharedLine(() => scryptAsync(password, salt, { N, r, p, dkLen }))
}
