import { nativeTurn } from '#hash-threads'
import { scrypt } from 'node:crypto'
import type { Abortable } from '../../abortable.js'
import type { ScryptJob } from './scrypt-params.js'

/** scrypt (RFC 7914) of Node's own, on a thread of libuv's, when its turn comes. */
export function deriveScrypt(password: Uint8Array, job: ScryptJob, options?: Abortable): Promise<Uint8Array> {
  return nativeTurn(() => scryptOfNode(password, job), options)
}

function scryptOfNode(password: Uint8Array, job: ScryptJob): Promise<Uint8Array> {
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
