import { compare as compareNodeRs, hash as hashNodeRs } from '@node-rs/bcrypt'
import { bcrypt, type PasswordHasher } from '@scopetree/core/password'
import nativeBcrypt from 'bcrypt'
import * as bcryptjs from 'bcryptjs'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'

/** A way of hashing that an application could choose. */
export interface Contestant {
  readonly name: string
  hasher(): PasswordHasher
  /** How many threads libuv has; otherwise its own number, four. */
  readonly libuvThreads?: number
}

const COST = 12
/** As many as scopetree starts. */
const THREADS = Math.max(1, availableParallelism() - 1)

const native = () => outside(nativeBcrypt.hash, nativeBcrypt.compare)

export const OURS = 'scopetree'
/** The same again: what differs between the two is noise. */
export const CONTROL = 'scopetree, once more'
export const NATIVE = `bcrypt, ${THREADS} ${THREADS === 1 ? 'thread' : 'threads'}`

export const contestants: readonly Contestant[] = [
  { name: OURS, hasher: () => bcrypt() },
  { name: CONTROL, hasher: () => bcrypt() },
  { name: 'bcryptjs in place', hasher: () => outside(bcryptjs.hash, bcryptjs.compare) },
  { name: 'bcrypt', hasher: native },
  { name: NATIVE, hasher: native, libuvThreads: THREADS },
  { name: '@node-rs/bcrypt', hasher: () => outside((password, cost) => hashNodeRs(password, { cost }), compareNodeRs) },
  { name: 'node:crypto scrypt', hasher: () => outside(hashScrypt, compareScrypt) },
]

/** A hasher as an application would make it of a library. */
function outside(
  hash: (password: string, cost: number) => Promise<string>,
  verify: (password: string, hash: string) => Promise<boolean>,
): PasswordHasher {
  return {
    hash: (password) => hash(password, COST),
    verify: (password, stored) => verify(password, stored),
    recognises: () => true,
    isOutdated: () => false,
  }
}

async function hashScrypt(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await deriveScrypt(password, salt)
  return `${salt.toString('base64')}$${key.toString('base64')}`
}

async function compareScrypt(password: string, stored: string): Promise<boolean> {
  const [salt = '', key = ''] = stored.split('$').map((part) => Buffer.from(part, 'base64'))
  return timingSafeEqual(await deriveScrypt(password, Buffer.from(salt)), Buffer.from(key))
}

/** With parameters that OWASP's cheat sheet names, of those the one that takes the least memory: 32 MiB. */
function deriveScrypt(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
