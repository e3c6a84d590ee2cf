import * as crypto from 'node:crypto'
import type { Argon2Job } from './argon2-params.js'

/** Computes one hash. */
export type Argon2 = (password: Uint8Array, job: Argon2Job) => Promise<Uint8Array>

/** Of Node 24.7 and later; the types at hand are older. */
type RuntimeArgon2 = (
  variant: string,
  job: {
    message: Uint8Array
    nonce: Uint8Array
    parallelism: number
    tagLength: number
    memory: number
    passes: number
  },
  done: (error: Error | null, key: Uint8Array) => void,
) => void

/** The part of `@node-rs/argon2` that is used here. */
interface NodeRsArgon2 {
  hashRaw(
    password: Uint8Array,
    options: {
      algorithm: number
      version: number
      salt: Uint8Array
      memoryCost: number
      timeCost: number
      parallelism: number
      outputLen: number
    },
  ): Promise<Uint8Array>
}

/** The part of `argon2` that is used here. */
interface Argon2Package {
  hash(
    password: Buffer,
    options: {
      raw: true
      type: number
      salt: Buffer
      memoryCost: number
      timeCost: number
      parallelism: number
      hashLength: number
    },
  ): Promise<Uint8Array>
}

/** RFC 9106 §3.1: the type's number, which both packages take. */
const TYPE = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

/** `crypto.argon2` of Node. */
export async function argon2OfRuntime(): Promise<Argon2> {
  const argon2: unknown = Reflect.get(crypto, 'argon2')
  if (typeof argon2 !== 'function') throw new Error('This runtime has no crypto.argon2')
  // Node documents it thus since it has it.
  const derive = argon2 as RuntimeArgon2
  return (message, { variant, salt: nonce, keyLength: tagLength, memory, passes, parallelism }) =>
    new Promise((resolve, reject) => {
      derive(variant, { message, nonce, parallelism, tagLength, memory, passes }, (error, key) => {
        if (error === null || error === undefined) resolve(key)
        else reject(error)
      })
    })
}

/** The package `@node-rs/argon2`. */
export async function argon2OfNodeRs(): Promise<Argon2> {
  const nodeRs = await optionalPeer<NodeRsArgon2>('@node-rs/argon2')
  return (password, { variant, salt, keyLength: outputLen, memory: memoryCost, passes: timeCost, parallelism }) => {
    // Its number for version 0x13.
    const version = 1
    return nodeRs.hashRaw(password, {
      algorithm: TYPE[variant],
      version,
      salt,
      memoryCost,
      timeCost,
      parallelism,
      outputLen,
    })
  }
}

/** The package `argon2`. */
export async function argon2OfPackage(): Promise<Argon2> {
  const argon2 = await optionalPeer<Argon2Package>('argon2')
  return (password, { variant, salt, keyLength: hashLength, memory: memoryCost, passes: timeCost, parallelism }) => {
    const type = TYPE[variant]
    const options = { raw: true, type, memoryCost, timeCost, parallelism, hashLength } as const
    return argon2.hash(Buffer.from(password), { ...options, salt: Buffer.from(salt) })
  }
}

/** A native package that may be missing: no bundler can put it into a file, so none should look for it. */
async function optionalPeer<T>(name: string): Promise<T> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name)
}
