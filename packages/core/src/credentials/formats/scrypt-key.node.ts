import { scrypt } from 'node:crypto'
import type { ScryptParams } from './scrypt-params.js'

/** scrypt (RFC 7914) of Node's own, on a thread of libuv's. */
export function deriveScrypt(
  password: Uint8Array,
  salt: Uint8Array,
  params: ScryptParams & { keyLength: number },
): Promise<Uint8Array> {
  const { cost, blockSize, parallelism, keyLength } = params
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
