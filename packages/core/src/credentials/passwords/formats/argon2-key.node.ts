import { nativeTurn } from '#hash-threads'
import type { Abortable } from '../../abortable.js'
import { argon2OfPackage, argon2OfNodeRs, argon2OfRuntime, type Argon2 } from './argon2-native.node.js'
import type { Argon2Job } from './argon2-params.js'

/** Which one there is does not change while the process runs; what failed to load is not tried again. */
let found: Promise<Argon2> | undefined

/**
 * Argon2 (RFC 9106), native and on another thread, when its turn comes: the runtime's own, or that of an optional peer.
 *
 * @throws {Error} there is none
 */
export async function deriveArgon2(password: Uint8Array, job: Argon2Job, options?: Abortable): Promise<Uint8Array> {
  found ??= firstArgon2([argon2OfRuntime, argon2OfNodeRs, argon2OfPackage])
  const derive = await found
  return nativeTurn(() => derive(password, job), options)
}

/** The first that can be loaded. */
export async function firstArgon2(loaders: readonly (() => Promise<Argon2>)[]): Promise<Argon2> {
  const errors: unknown[] = []
  for (const load of loaders) {
    try {
      return await load()
    } catch (error) {
      errors.push(error)
    }
  }
  throw new Error(
    'Argon2 needs Node 24.7, or one of the packages "@node-rs/argon2" and "argon2": npm install @node-rs/argon2',
    { cause: new AggregateError(errors) },
  )
}
