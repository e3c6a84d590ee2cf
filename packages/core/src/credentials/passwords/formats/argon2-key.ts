import { argon2dAsync, argon2iAsync, argon2idAsync } from '@noble/hashes/argon2.js'
import type { Abortable } from '../../abortable.js'
import { sharedLine } from '../hash-line.js'
import type { Argon2Job } from './argon2-params.js'

const variants = { argon2d: argon2dAsync, argon2i: argon2iAsync, argon2id: argon2idAsync }

/** Argon2 (RFC 9106) where nothing native is to be had: on this thread, which is given back to others every 10 ms. */
export function deriveArgon2(password: Uint8Array, job: Argon2Job, options?: Abortable): Promise<Uint8Array> {
  const { variant, salt, memory: m, passes: t, parallelism: p, keyLength: dkLen } = job
  return sharedLine(() => variants[variant](password, salt, { m, t, p, dkLen }), options)
}
