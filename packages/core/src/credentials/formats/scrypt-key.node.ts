import { scrypt } from 'node:crypto'
import type { Abortable } from '../abortable.js'
import type { ScryptJob } from './scrypt-params.js'

/** scrypt (RFC 7914) of Node's own, on a thread of libuv's. */
export async function deriveScrypt(
  password: Uint8Array,
  job: ScryptJob,
  { signal }: Abortable = {},
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const { salt, cost, blockSize, parallelism, keyLength } = job
  // Exactly what OpenSSL counts; the default of 32 MiB is too little for hashes of today.
  const maxmem = 128 * blockSize * (cost + parallelism + 2)
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyLength, { cost, blockSize, parallelization: parallelism, maxmem }, (error, key) => {
      // Bun gives `undefined` where Node gives `null`.
      if (error) reject(error)
      else resolve(key)
    })
  })
}
