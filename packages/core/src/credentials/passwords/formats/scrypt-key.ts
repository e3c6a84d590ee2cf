import { scryptAsync } from '@noble/hashes/scrypt.js'
import type { Abortable } from '../../abortable.js'
import { sharedLine } from '../hash-line.js'
import type { ScryptJob } from './scrypt-params.js'

/** scrypt (RFC 7914) where the runtime has none: on this thread, which is given back to others every 10 ms. */
export function deriveScrypt(password: Uint8Array, job: ScryptJob, options?: Abortable): Promise<Uint8Array> {
  const { salt, cost: N, blockSize: r, parallelism: p, keyLength: dkLen } = job
  return sharedLine(() => scryptAsync(password, salt, { N, r, p, dkLen }), options)
}
